"""登记 on the web: experts, evidence, companies, innovations, needs, resources."""
