# fundledger: make, make install, make installcheck mean what PGXS means by them.
# All the tests, on every supported version: tools/check.
EXTENSION   = fundledger
EXTVERSION  = $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" fundledger.control)
MODULE_big  = fundledger

# The parts of the install script, in the order in which they need each other.
SQL_PARTS   = $(addprefix src/,$(addsuffix .sql,prologue \
                amount amount_sum rounding allocate format_amount chinese_amount \
                period account_code journal journal_access journal_json formula \
                ledger standard book voucher posting balance open_turnover closing \
                restatement succession statement articulation check_figures explain prove blind_spots trial_balance \
                account_ledger verify duty views text_periods \
                standard/common standard/1999 standard/2017 standard/2017-as-printed \
                standard/reform standard/2017-resident privileges))

OBJS        = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c) src/formula_scan.c src/formula_gram.c))
DATA        = $(wildcard src/upgrade/*--*--*.sql)
DATA_built  = fundledger--$(EXTVERSION).sql
EXTRA_CLEAN = src/formula_scan.c src/formula_gram.c src/formula_gram.h

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
$(OBJS): $(filter-out src/formula_gram.h,$(wildcard src/*.h))

src/formula_gram.c: BISONFLAGS += -d
src/formula_gram.h: src/formula_gram.c ;
src/formula_scan.o src/formula_gram.o src/formula.o: src/formula_gram.h

# What takes longer than installcheck, on PostgreSQL 15: doc/testing.md.
FUZZ_SECONDS ?= 60
.PHONY: asan valgrind coverage fuzz
asan valgrind coverage: ; tools/check-under $@
fuzz: ; tools/fuzz $(FUZZ_SECONDS)
