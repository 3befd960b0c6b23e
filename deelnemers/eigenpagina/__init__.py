"""The participant's own page, behind a personal link: what it says, in which language, and what may be asked there."""
