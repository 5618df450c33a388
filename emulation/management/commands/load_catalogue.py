"""Load the shipped catalogue of titles and forms of commendation."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from emulation.services.catalogue import load_titles


class Command(BaseCommand):
    """Safe to repeat: local rows are never touched."""

    help = "Nạp danh mục danh hiệu, hình thức khen thưởng đi kèm phần mềm."

    def handle(self, **_options: Any) -> None:
        path = settings.BASE_DIR / "fixtures" / "catalogue.json"
        changed = load_titles(json.loads(path.read_text(encoding="utf-8")))
        self.stdout.write(f"{changed} dòng danh mục mới hoặc thay đổi.")
