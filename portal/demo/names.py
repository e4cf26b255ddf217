"""Invented people: given and family names as they go together in eleven regions."""

from dataclasses import dataclass

from portal.demo.chance import Chance


@dataclass(frozen=True, slots=True)
class Region:
    """Names of one region; where `families` is empty, people have two given names."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    families: tuple[str, ...]


def _names(men: str, women: str, families: str) -> Region:
    return Region(*(tuple(text.split()) for text in (men, women, families)))


REGIONS = (
    # Jawa, Sunda, Batak, Minangkabau, Melayu, Dayak, Bugis-Makassar, Bali, Minahasa, Maluku, Flores
    _names(
        "Bambang Slamet Wahyu Eko Tri Dwi Sigit Heru",
        "Endah Wulan Retno Sulastri Yuni Tutik Rahayu Ningsih",
        "Prasetyo Wibisono Hartanto Nugroho Saputro Kusumo Raharjo Utomo",
    ),
    _names(
        "Asep Ujang Dadan Cecep Yayan Deden",
        "Euis Neneng Imas Lilis Teti Iis",
        "Hidayat Gunawan Permana Suryana Rukmana Kosasih",
    ),
    _names(
        "Togar Hotman Parlin Jonner Sahat Binsar",
        "Tiur Rotua Lamria Dameria Herta Rosmaida",
        "Sihombing Manurung Simbolon Hutapea Nababan Siregar",
    ),
    _names(
        "Syafrizal Yusrizal Afdal Zulkarnain Hendri Rizaldi",
        "Desmawati Yulianis Elvira Rahmadani Fitrina Gusmira",
        "Chaniago Tanjung Piliang Sikumbang Koto Jambak",
    ),
    _names(
        "Iskandar Syarif Azlan Hamdan Jamaluddin Tarmizi",
        "Norhayati Zaleha Maimunah Rosnani Salbiah Juriah",
        "Ismail Mahmud Yusof Abdurrahman Sulaiman Kasim",
    ),
    _names(
        "Yansen Markus Petrus Albertus Stepanus Lukas",
        "Yustina Kornelia Agnes Veronika Lusia Natalia",
        "Dungkat Ajung Nyangun Lawai Usman Tingang",
    ),
    _names(
        "Baso Ambo Andi Muchlis Takdir Firman",
        "Besse Tenri Hasnah Nurhaedah Marwah Suriani",
        "Patau Mappasessu Daeng Parani Pawero Ruppa",
    ),
    _names(
        "Wayan Made Nyoman Ketut Gede Putu",
        "Luh Kadek Komang Iluh Ayu Desak",
        "Artana Suastika Widiarta Sudarma Yasa Mertha",
    ),
    _names(
        "Frangky Jantje Ferry Novri Stenly Denny",
        "Meiske Jeane Vonny Olvie Selvie Grace",
        "Wowor Lumenta Pangkey Rondonuwu Sumual Tumewu",
    ),
    _names(
        "Alex Izaac Ronny Jopie Semuel Melky",
        "Febby Yolanda Henny Ivonne Martha Salomina",
        "Latuheru Tahapary Leiwakabessy Sahetapy Manuhutu Pelupessy",
    ),
    _names(
        "Yohanes Kristoforus Blasius Fransiskus Servas Kanisius",
        "Maria Theresia Elisabet Katarina Margareta Skolastika",
        "Nggadas Bere Kelen Hayon Jelahu Tukan",
    ),
)

DEGREES = ("S.Sos.", "S.E.", "A.Md.", "S.Kom.", "S.IP.", "S.H.", "S.A.P.")


def full_name(stream: Chance, *, man: bool) -> str:
    """A given and a family name of one region, without degree."""
    region = stream.choice(REGIONS)
    return f"{stream.choice(region.men if man else region.women)} {stream.choice(region.families)}"
