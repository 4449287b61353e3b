"""Reading papers into a graph: document → sentences → mentions, references, claims → RDF."""
