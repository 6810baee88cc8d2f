FROM python:3.12-slim-bookworm AS build
WORKDIR /build
COPY . .
RUN python -m venv /opt/smartland \
 && /opt/smartland/bin/pip install --no-cache-dir --disable-pip-version-check '.[postgresql,elasticsearch]'

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data smartland \
 && install -d -o smartland -g smartland /data
COPY --from=build /opt/smartland /opt/smartland
# PYTHONSAFEPATH: a folder of the working directory never shadows a module of the library
ENV PATH=/opt/smartland/bin:$PATH \
    PYTHONSAFEPATH=1 \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=2 \
    SMARTLAND_DATA_DIR=/data
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/status', timeout=4)"]
CMD ["smartland", "serve", "--host", "0.0.0.0", "--port", "8000"]
