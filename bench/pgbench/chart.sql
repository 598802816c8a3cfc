\set n random(1, 1024)
SELECT fund.post(:books::text, :date, :summary, j.journal) FROM bench.chart_journal AS j WHERE j.n = :n;
