"""A class on one machine: a JupyterHub with sample accounts, the course by nbgitpuller, and nbgrader's exchange."""
