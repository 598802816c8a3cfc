# fundledger: make, make install, make installcheck mean what PGXS means by them.
# All the tests, on every supported version: tools/check.
EXTENSION   = fundledger
EXTVERSION  = $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" fundledger.control)
MODULE_big  = fundledger

# The parts of the install script, in the order in which they need each other.
SQL_PARTS   = $(addprefix src/,$(addsuffix .sql,server/prologue \
                $(addprefix types/,amount amount_sum rounding allocate format_amount chinese_amount \
                  period account_code voucher_kind basis journal journal_access journal_json) statements/formula \
                $(addprefix ledger/,ledger words party_kind standard book book_account voucher brought_forward) \
                $(addprefix posting/,posting used_detail posting_view name_accounts) $(addprefix drafts/,draft review) importing/import \
                $(addprefix closing/,balance month_state seal issue) statements/open_turnover \
                $(addprefix closing/,closing restatement succession settlement) starting/bring_forward \
                $(addprefix statements/,statement articulation) figures/check_figures ledgers/explain \
                $(addprefix proof/,prove blind_spots add_detail) statements/trial_balance \
                $(addprefix ledgers/,account_ledger balances open_items voucher_report) closing/witness closing/verify drafts/verify_drafts $(addprefix log/,log verify_log) $(addprefix ledger/,duty drop parts restore views fence undumpable_objects) types/text_periods ledger/chinese_names \
                $(addprefix standard/,common final_accounts 1999 2017 2017-as-printed reform 2017-resident 2017-single shipped) \
                ledger/privileges))

MADE        = $(addprefix src/statements/,formula_scan.c formula_gram.c)
OBJS        = $(patsubst %.c,%.o,$(sort $(wildcard src/*/*.c) $(MADE)))
PG_CPPFLAGS = -I$(srcdir)/src
DATA        = $(wildcard src/upgrade/*--*--*.sql)
DATA_built  = fundledger--$(EXTVERSION).sql
EXTRA_CLEAN = $(MADE) src/statements/formula_gram.h

REGRESS        = $(patsubst sql/%.sql,%,$(wildcard sql/*.sql))
REGRESS_OPTS   = --load-extension=fundledger --encoding=UTF8
ISOLATION      = $(patsubst test/isolation/specs/%.spec,%,$(wildcard test/isolation/specs/*.spec))
ISOLATION_OPTS = --inputdir=test/isolation --load-extension=fundledger --encoding=UTF8
TAP_TESTS     ?= 1
PROVE_TESTS    = test/tap/*.pl

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs)
# LLVM bitcode only where the clang that PostgreSQL was configured with exists.
ifeq ($(wildcard $(shell sed -n "s/^CLANG *= *//p" $(dir $(PGXS))../Makefile.global)),)
override with_llvm := no
endif
include $(PGXS)

$(DATA_built): $(SQL_PARTS) fundledger.control
	cat $(SQL_PARTS) > $@

# formula_gram.h, which is made, has users of its own below.
$(OBJS): $(filter-out src/statements/formula_gram.h,$(wildcard src/*/*.h))

src/statements/formula_gram.c: BISONFLAGS += -d
src/statements/formula_gram.h: src/statements/formula_gram.c ;
src/statements/formula_scan.o src/statements/formula_gram.o src/statements/formula.o: src/statements/formula_gram.h

# What takes longer than installcheck, on PostgreSQL 15: doc/testing.md.
FUZZ_SECONDS ?= 60
.PHONY: asan valgrind coverage fuzz
asan valgrind coverage: ; tools/check-under $@
fuzz: ; tools/fuzz $(FUZZ_SECONDS)
