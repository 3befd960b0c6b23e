"""The invented participants of the demo: names from several languages and scripts, none of a real person."""

from typing import NamedTuple

from deelnemers.enums import Belemmering, Taalniveau

# First names and family names are combined by counting, never at random: the demo is the same on every machine.
NAMEN = (
    ("Amal", "Haddadin"),
    ("Yonas", "Tesfamaryam"),
    ("Oksana", "Kovalchenko"),
    ("Farid", "Rahimzai"),
    ("Samira", "Nooristani"),
    ("ياسمين", "الحدادي"),
    ("Bilan", "Warsamow"),
    ("Dawit", "Gebrezgi"),
    ("Nadia", "Saffouri"),
    ("Taras", "Bondarchuk"),
    ("Leyla", "Karadere"),
    ("ሰላም", "ተስፋማርያም"),
    ("Hamza", "Darwazeh"),
    ("Mehret", "Habtezion"),
    ("Zohra", "Faizabadi"),
    ("Ihor", "Savchuk"),
    ("Rami", "Khoursheed"),
    ("Оксана", "Мельниченко"),
    ("Abdi", "Jimcaale"),
    ("Soraya", "Barakzoy"),
    ("Filmon", "Weldemichael"),
    ("Maysa", "Qabbanji"),
    ("Kateryna", "Dovzhenko"),
    ("Idris", "Osmanzade"),
    ("سامر", "خليلي"),
    ("Helen", "Asmerom"),
    ("Jawad", "Sultanpour"),
    ("Hodan", "Cabdulle"),
    ("Olena", "Hryshko"),
    ("Tarek", "Mansourati"),
    ("Senait", "Kidanemariam"),
    ("Parwana", "Wardaki"),
    ("Mykola", "Shevchuk-Lysenko"),
    ("Rana", "Tahhan"),
    ("ሚካኤል", "ገብረስላሴ"),
    ("Emine", "Yildizhan"),
    ("Anas", "Bitarji"),
    ("Tsegay", "Berhanemeskel"),
    ("Laila", "Hotakzai"),
    ("Андрій", "Ткачук"),
    ("Ayaan", "Guuleed"),
    ("Wael", "Shammout"),
    ("Rahwa", "Okbazghi"),
    ("Nasrin", "Azimpour"),
    ("Viktoria", "Romanets"),
    ("Basel", "Alkhatibi"),
    ("Luwam", "Ghirmatsion"),
    ("Khalid", "Popalzada"),
    ("Sahra", "Duaale"),
    ("Daryna", "Kravets"),
    ("Maher", "Zeitouneh"),
    ("Eden", "Tekleab"),
    ("Mina", "Ghafourian"),
    ("Roman", "Oliynyk"),
    ("Dima", "Sabbaghi"),
    ("Aron", "Haileselassie"),
    ("Gulalai", "Stanekzoy"),
    ("Liban", "Faaraxow"),
    ("Halyna", "Petrushka"),
    ("Omran", "Jabbouri"),
    ("Bethlehem Maria-Christina", "van Woldegiorgis-Tesfamichael"),
    ("Sami", "Aloush"),
    ("Basima", "Tarazi"),
    ("Selam", "Mengesteab"),
    ("Vadym", "Horbenko"),
)

_SPREKEN = (
    Taalniveau.A2,
    Taalniveau.A1,
    Taalniveau.B1,
    Taalniveau.A2,
    Taalniveau.A2,
    Taalniveau.NOG_NIET,
    Taalniveau.B1,
)
_LEZEN = (Taalniveau.A2, Taalniveau.NOG_NIET, Taalniveau.A2, Taalniveau.A1, Taalniveau.B1)
_UREN = (32, 24, 28, 20, 36, 16)
_BELEMMERINGEN: tuple[list[Belemmering], ...] = (
    [],
    [Belemmering.KINDEROPVANG],
    [],
    [Belemmering.REIS, Belemmering.FIETS],
    [],
    [Belemmering.INBURGERING],
    [Belemmering.LAPTOP],
)


class DemoDeelnemer(NamedTuple):
    """One invented participant."""

    voornaam: str
    achternaam: str
    kenmerk: str
    telefoon: str
    spreken: Taalniveau
    lezen: Taalniveau
    uren_per_week: int
    belemmeringen: list[Belemmering]


def invent(n: int) -> DemoDeelnemer:
    """Return the n-th participant, always the same one."""
    voornaam, achternaam = NAMEN[n % len(NAMEN)]
    return DemoDeelnemer(
        voornaam=voornaam,
        achternaam=achternaam,
        kenmerk=f"D-{1000 + n}",
        telefoon=f"06 000 00 {n:03d}",
        spreken=_SPREKEN[n % len(_SPREKEN)],
        lezen=_LEZEN[n % len(_LEZEN)],
        uren_per_week=_UREN[n % len(_UREN)],
        belemmeringen=_BELEMMERINGEN[n % len(_BELEMMERINGEN)],
    )
