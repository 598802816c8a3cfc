-- What the update script of 0.0.1 begins with: views of the ledger that read by a
-- function which is gone. fund.upgrade_ledger() makes them again.
DROP VIEW IF EXISTS ledger."凭证分录", ledger.entry;

