"""What spreadsheets and programs read as JSON, under `/api/v1/`: the values of the pages, by the pages' rights."""
