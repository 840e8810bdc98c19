"""The places of the top bar, by role."""


def navigation(request):
    return {"nav_items": []}
