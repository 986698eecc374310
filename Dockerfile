# Build: docker build -t rumduol .
# Run:   docker run --read-only -p 8000:8000 -v rumduol:/var/lib/rumduol -v ./master.key:/run/secrets/master.key:ro \
#            -e RUMDUOL_MASTER_KEY_FILE=/run/secrets/master.key rumduol

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY requirements/tools.txt requirements/runtime.txt requirements/
RUN python -m venv /opt/tools \
    && /opt/tools/bin/pip install --require-hashes --requirement requirements/tools.txt \
    && python -m venv --without-pip /opt/rumduol \
    && /opt/tools/bin/uv pip sync --no-cache --compile-bytecode --python /opt/rumduol/bin/python --require-hashes requirements/runtime.txt
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY migrations migrations
# The build hook makes the console's files with the Node of requirements/tools.txt; npm follows the builder's own configuration.
RUN /opt/tools/bin/hatchling build --target wheel \
    && /opt/tools/bin/uv pip install --no-cache --no-index --no-deps --compile-bytecode --python /opt/rumduol/bin/python dist/*.whl

FROM python:3.13-slim-bookworm
# A number, so that Kubernetes can see that it is not root; the code stays root's and cannot be changed by the process.
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin rumduol \
    && install --directory --owner=10001 --group=10001 --mode=0700 /var/lib/rumduol
COPY --from=build /opt/rumduol /opt/rumduol
ENV PATH=/opt/rumduol/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    RUMDUOL_DATA=/var/lib/rumduol HOST=0.0.0.0 PORT=8000
USER 10001:10001
VOLUME /var/lib/rumduol
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/readyz', timeout=4)"]
CMD ["rumduol", "serve"]
