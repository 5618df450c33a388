"""The kernel."""

from importlib.util import find_spec

from django.apps import AppConfig
from django.core.checks import register


class CoreConfig(AppConfig):
    """Registers the checks."""

    name = "core"
    verbose_name = "Hạt nhân"

    def ready(self) -> None:
        from core.checks import check_view_permissions  # noqa: PLC0415 -- apps ready

        register(check_view_permissions)
        if find_spec("core.documents.fonts"):
            from core.documents.fonts import check_fonts  # noqa: PLC0415 -- apps ready

            register(check_fonts)
