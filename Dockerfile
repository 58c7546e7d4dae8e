# The course as an image for a container or a JupyterHub: JupyterLab with the chapters as notebooks, and nothing of the graded pool
# (see .dockerignore). No image has been built of it yet, for want of a builder: hadolint and tests/live/test_containers.py read it. Build: docker build -t third-corner . Run: docker run --rm -p 127.0.0.1:8888:8888 third-corner
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# made before WORKDIR would make it, which makes folders as root, where the reader could write no notebooks
RUN useradd --create-home --uid 1000 reader && install -d -o reader -g reader /home/reader/course
WORKDIR /home/reader/course
COPY --chown=1000:1000 . .

# For a hub elsewhere: docker build --build-arg JUPYTERHUB=VERSION, which should be the hub's own, up to its second number
ARG JUPYTERHUB=6.1.1

# jupyterhub is the half of a hub that runs beside the reader's server; JupyterLab alone needs neither it nor nbgitpuller
RUN pip install --no-deps --require-hashes -r requirements.lock \
  && pip install --no-deps --no-build-isolation -e . \
  && pip install jupyterlab==4.6.6 "jupyterhub==${JUPYTERHUB}" nbgitpuller==1.3.0

USER 1000
RUN thirdcorner stats && thirdcorner lab --write

EXPOSE 8888
CMD ["jupyter", "lab", "--ip=0.0.0.0", "--port=8888", "--no-browser", "--ServerApp.root_dir=/home/reader/course/notebooks"]
