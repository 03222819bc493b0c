module handfast/interop

go 1.24
