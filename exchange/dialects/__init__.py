"""Pure: how the CRMs write their exports, one small file each; what a row means is said in `rows`."""
