"""What is told of complaints by mail, some minutes after it happened."""

from portal.clock import now
from portal.complaints.keys import KeyPlace
from portal.complaints.telling import Post, desk_readers, tell_desk
from portal.complaints.telling_reporters import tell_answers
from portal.worker.duties import WORKER, Workplace


def tell_of_cases(at: Workplace) -> None:
    """Tell the desks what is new on them, and open reporters that they are answered."""
    post = Post(now().astimezone(at.settings.timezone), at.settings.base_url, at.vault_key)
    for person in desk_readers(post.at.date()):
        if at.is_over():
            return
        tell_desk(WORKER, person, post)
    tell_answers(WORKER, post=post, place=KeyPlace(at.settings.instance, at.vault_key))
