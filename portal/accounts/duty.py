"""Who must have a second factor: the setting decides, by what a person may do."""

from portal.authority import Actor, Permission

OPTIONAL, GRAVE, EVERYONE = "optional", "grave", "everyone"

# Closing freezes what appraisals stand on; giving roles decides who may do that.
GRAVE_POWERS = (Permission.CLOSE_MONTHS, Permission.MANAGE_PEOPLE)


def must_have_factor(actor: Actor, setting: str) -> bool:
    """Must this person sign in with a second factor, as the installation is set?"""
    if setting == EVERYONE:
        return True
    return setting == GRAVE and any(actor.may(power) for power in GRAVE_POWERS)
