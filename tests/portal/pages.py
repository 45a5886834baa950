"""The addresses of everything that the public can open."""

from django.urls import reverse

from tests.world import World


def published(world: World, kind: str) -> str:
    return reverse(f"portal:{kind}", args=[world[f"{kind}_published"]])


def urls(world: World) -> list[str]:
    lists = ("front", "networks", "register", "map", "map-csv", "map-xlsx", "accessibility")
    return [
        *(reverse(f"portal:{name}") for name in lists),
        published(world, "network"),
        published(world, "collaboration"),
    ]
