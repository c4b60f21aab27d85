"""What gunicorn reads by itself when it starts here; its command line adds to it."""

# A thread is given to a request that has arrived, not to one that may never do so.
worker_class = "dmp_site.patient_worker.PatientWorker"
