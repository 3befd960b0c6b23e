"""A day as the readers of each language of the own page write it.

Names of months and of days of the week as in Unicode's CLDR; months in Arabic by both names, for Syria and Iraq use
others than Egypt and Yemen. Django has no Tigrinya, and its Persian is that of Iran.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

MAANDEN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "nl": (
            *("januari", "februari", "maart", "april", "mei", "juni"),
            *("juli", "augustus", "september", "oktober", "november", "december"),
        ),
        "en": (
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        "ar": (
            *("كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو"),
            *("تموز/يوليو", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر"),
            "كانون الأول/ديسمبر",
        ),
        "ti": (
            *("ጥሪ", "ለካቲት", "መጋቢት", "ሚያዝያ", "ግንቦት", "ሰነ"),
            *("ሓምለ", "ነሓሰ", "መስከረም", "ጥቅምቲ", "ሕዳር", "ታሕሳስ"),
        ),
        "prs": (
            *("جنوری", "فبروری", "مارچ", "اپریل", "می", "جون"),
            *("جولای", "اگست", "سپتمبر", "اکتوبر", "نومبر", "دسمبر"),
        ),
        "tr": (
            *("Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran"),
            *("Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık"),
        ),
    }
)


# From Monday on.
WEEKDAGEN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
        "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
        "ti": ("ሰኑይ", "ሰሉስ", "ረቡዕ", "ሓሙስ", "ዓርቢ", "ቀዳም", "ሰንበት"),
        "prs": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنج‌شنبه", "جمعه", "شنبه", "یکشنبه"),
        "tr": ("Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar"),
    }
)


def with_weekday(dag: date, taal: str) -> str:
    """Return a day with its day of the week before it: what one goes by when one is expected somewhere."""
    return f"{WEEKDAGEN[taal][dag.weekday()]} {in_words(dag, taal)}"


def in_words(dag: date, taal: str) -> str:
    """Return a day with its month in words: no reader can take the month for the day."""
    return f"{dag.day} {MAANDEN[taal][dag.month - 1]} {dag.year}"
