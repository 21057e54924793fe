"""What a rule does to everyone: tables of applicants in, counts and costs out. Nothing here knows Django."""
