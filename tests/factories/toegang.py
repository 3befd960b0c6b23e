import factory

from toegang.models import User

PASSWORD = "een-lang-wachtwoord-2026"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"persoon{n}@voorbeeld.example")
    naam = factory.Sequence(lambda n: f"Persoon {n}")
    password = factory.django.Password(PASSWORD)
