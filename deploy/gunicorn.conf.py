"""gunicorn for a province's server. Everything that differs between servers comes from the environment."""

import os

wsgi_app = "khuevan.config.wsgi:application"
# A Unix socket: nobody reaches the application past the proxy, so its forwarded headers can be believed.
bind = os.environ.get("KHUEVAN_BIND", "unix:/run/khuevan/web.sock")
umask = 0o007

# Threads hide the wait for the database, processes use the cores.
workers = int(os.environ.get("KHUEVAN_WEB_WORKERS", "2"))
worker_class = "khuevan.config.workers.FairWorker"  # gthread; new connections go to the less busy worker
threads = int(os.environ.get("KHUEVAN_WEB_THREADS", "4"))

# Loaded once, before forking: memory is shared, and the start-up check speaks once and ends the service.
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 15
# Memory that fragments in long-lived processes is given back now and then, not by all of them at once.
max_requests = 20_000
max_requests_jitter = 4_000

# Heads of requests; bodies are limited by the proxy and by the application.
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
forwarded_allow_ips = "*"  # over the Unix socket only the proxy speaks

accesslog = None  # the proxy keeps one; search words and names shall not stand in two logs
errorlog = "-"
loglevel = "warning"
control_socket_disable = True  # systemd starts, reloads and stops it; no second door
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a heartbeat file; on a slow disk it would stall the worker
