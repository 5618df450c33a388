"""The web server: threads, so that a slow upload holds up nobody and is not cut off
after 30 seconds; long work belongs to the worker process.
"""

import os
import sys

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
preload_app = True
max_requests = 2000
max_requests_jitter = 200
graceful_timeout = 5
loglevel = "warning"
control_socket_disable = True


def when_ready(server: object) -> None:
    """Tell the person at the terminal where to go, once the address answers."""
    address = os.environ.get("BASE_URL", f"http://{bind}")
    sys.stdout.write(f"Giao Ước đang chạy tại {address} (Ctrl-C để dừng)\n")
    sys.stdout.flush()
