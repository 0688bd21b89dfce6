"""What people see: tables, words, figures, pages, workbooks and documents."""
