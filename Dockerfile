# Lost Deals in a container: docs/deploy.md. Two steps, so that nothing of what builds it stays in it.
ARG PYTHON=3.11

FROM python:${PYTHON}-slim AS built
ENV PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements.txt ./
# A virtual environment without pip of its own, and compiled once here: nobody may write it later.
RUN python -m venv --without-pip /venv \
 && pip --python /venv/bin/python install --no-cache-dir --disable-pip-version-check --compile -r requirements.txt
COPY . ./
RUN LOSTDEALS_VAR=/tmp/var /venv/bin/python scripts/collect_static.py \
 && python -m compileall -q . \
 && rm -rf /tmp/var

FROM python:${PYTHON}-slim
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent lostdeals \
 && install --directory --mode=0700 --owner=lostdeals --group=lostdeals /var/lib/lostdeals
COPY --from=built /venv /venv
# Static files may be collected again where file times were not kept; everything else is only read.
COPY --from=built /app /app
COPY --from=built --chown=lostdeals:lostdeals /app/staticfiles /app/staticfiles
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    LOSTDEALS_VAR=/var/lib/lostdeals \
    HOST=0.0.0.0 \
    PORT=8000
WORKDIR /app
USER lostdeals
VOLUME /var/lib/lostdeals
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python", "scripts/answers.py"]
# Everything in one container. compose.yaml runs its parts apart.
CMD ["sh", "scripts/start_container.sh"]
