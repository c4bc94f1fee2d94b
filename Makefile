# `make` builds the files that manifest.yaml names; `make help` lists all targets.
# It needs a POSIX shell, JDK 17 or newer, Maven and Python 3. With JDK 25 the result starts twice as fast.

MVN ?= mvn
PYTHON ?= python3
# the JDK for the package's own Java runtime
JDK ?= $(shell tools/find-jdk)
PLAKAR ?= $(shell command -v plakar)

VERSION := v$(shell sed -n 's:^  <version>\(.*\)</version>$$:\1:p' pom.xml)
SYSTEM := $(shell uname -s | tr A-Z a-z)_$(shell uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')
PACKAGE := target/caldav_$(VERSION)_$(SYSTEM).ptar

JDK := $(JDK)
JDK_MAJOR := $(if $(JDK),$(shell sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' $(JDK)/release),0)
# the modules of Java that the jar needs: jdk.crypto.ec for TLS before JDK 22, jdk.httpserver for caldav login, java.sql for types
# of Camel's converters
MODULES := java.base,java.logging,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.unsupported
# translated messages, most of them of the XML libraries: our errors have their own words
TRANSLATIONS := regex:.*_(ca|cs|de|es|fr|it|ja|ko|pt_BR|sk|sv|tr|zh_CN|zh_HK|zh_TW)\.(class|properties)
COMPRESS := $(shell [ $(JDK_MAJOR) -ge 21 ] && echo zip-9 || echo 2)
RUNTIME := $(if $(JDK),runtime/release)
AOT := $(shell [ $(JDK_MAJOR) -ge 25 ] && echo lib/caldav.aot)
PACKED := $(if $(AOT),lib/caldav.aot.gz)

FUZZ_TESTS := 'MultistatusFuzzTest' 'LocationFuzzTest#any_text*' 'LocationFuzzTest#any_href*' 'ObjectSelectionFuzzTest' 'ObjectSplitterFuzzTest'

# The tests of `make test IT=Name` and `make test SERVER=name`. Only the command line selects tests: an environment variable IT or SERVER
# must not reduce a complete run.
SERVERS := radicale xandikos sabre cyrus davical sogo
IT_GIVEN := $(filter command%,$(origin IT))
SERVER_GIVEN := $(filter command%,$(origin SERVER))
ifneq ($(SERVER_GIVEN),)
  $(if $(filter-out 1,$(words $(filter $(SERVERS),$(SERVER)))),$(error there are no tests of the server "$(SERVER)", only of $(SERVERS)))
endif
ifneq ($(IT_GIVEN),)
  # up to the sign before a method or another class
  IT_CLASS := $(shell echo '$(IT)' | sed 's/[^A-Za-z0-9_*?].*//')
  $(if $(IT_CLASS),$(if $(shell find src/test/java -name '$(IT_CLASS).java'),,$(error no test is named "$(IT)": see src/test/java/caldavbackup/it)),$(error IT= wants the name of a test, such as StreamingIT))
endif
ONLY := $(if $(IT_GIVEN),-Dit.test='$(IT)') $(if $(SERVER_GIVEN),-Dgroups=$(SERVER) -Dcaldav.server=$(SERVER))
ONLY := $(strip $(ONLY))

# as in the phase verify, without the launcher's jar, which is already built
INTEGRATION := jar:jar failsafe:integration-test failsafe:verify

VENV := target/venv/ready
SOURCES := pom.xml $(shell find src/main proto -type f)

.DELETE_ON_ERROR:
.PHONY: all help test test-fast test-hosts test-fleet install demo demo-fleet bench fuzz picture package format clean FORCE

all: lib/caldav.jar $(RUNTIME) $(PACKED) target/pages target/manifest ## Build the launcher's parts: lib/ and runtime/ (the default)

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

test: all $(VENV) $(if $(PLAKAR),$(PACKAGE)) ## Build everything, then run all tests; IT=Name: only this test; SERVER=radicale: only tests of this server
	CALDAV_LAUNCHER=$(CURDIR)/bin/caldav CALDAV_VENV=$(CURDIR)/target/venv \
	PLAKAR=$(PLAKAR) CALDAV_PACKAGE=$(if $(PLAKAR),$(CURDIR)/$(PACKAGE)) \
	$(MVN) -B -ntp $(if $(ONLY),-Dspotless.check.skip=true $(ONLY) test-compile,test) $(INTEGRATION)

test-fast: ## Run the tests that need no launcher and no server, with few random cases
	$(MVN) -B -ntp -Dspotless.check.skip=true -Dcaldav.seeds=20 test

install: lib/caldav.jar ## Put the jar of the routes into the local Maven repository, for applications that use them
	$(MVN) -q -B -ntp install:install-file -Dfile=target/caldav-backup.jar -DpomFile=pom.xml

test-hosts: install $(VENV) ## Build and run each example application against a real server; HOST=quarkus: only this one
	@MVN="$(MVN)" $(PYTHON) tools/hosts.py $(HOST)

FLEET_JAR := examples/fleet/target/fleet.jar

$(FLEET_JAR): lib/caldav.jar examples/fleet/pom.xml $(shell find examples/fleet/src/main -type f)
	@$(MAKE) --no-print-directory install
	$(MVN) -q -B -ntp -f examples/fleet/pom.xml package -DskipTests
	@touch $@

test-fleet: $(FLEET_JAR) $(VENV) ## Kill workers and the broker of a fleet, and check that nothing is lost; FLEET="200 20": accounts, kills; BROKER=kafka
	$(MVN) -q -B -ntp -f examples/fleet/pom.xml test
	@$(PYTHON) tools/fleet.py s3
	@$(PYTHON) tools/fleet.py poison
	@$(PYTHON) tools/fleet.py test $(or $(FLEET),200 20)

demo: all $(VENV) $(if $(PLAKAR),$(PACKAGE)) ## Show a backup and a restore on a throw-away server, and compare every byte
	@PLAKAR=$(PLAKAR) $(PYTHON) tools/demo.py $(if $(PLAKAR),$(PACKAGE))

demo-fleet: $(FLEET_JAR) $(VENV) ## Show a broker, workers and a sink: many accounts, a killed worker, changes, a restore; BROKER=kafka
	@$(PYTHON) tools/fleet.py demo

bench: all $(FLEET_JAR) $(VENV) $(if $(PLAKAR),$(PACKAGE)) ## Measure speed and memory, and compare with vdirsyncer and with plakar
	$(MVN) -q -B -ntp test-compile
	@PLAKAR=$(PLAKAR) $(PYTHON) tools/bench.py $(if $(PLAKAR),$(PACKAGE))
	@case ",$(BENCH_ONLY)," in ,,|*,fleet,*) $(PYTHON) tools/fleet.py bench;; esac

fuzz: ## Fuzz the code that reads foreign bytes, each test for ten minutes
	for test in $(FUZZ_TESTS); do JAZZER_FUZZ=1 $(MVN) -q -B -ntp test -Djazzer.hooks=true -Dtests.unit.jvm=-Xmx512m -Dtest="$$test" || exit 1; done

picture: ## Make docs/view.png, the picture of `caldav view` (needs chromium and chromedriver)
	$(MVN) -q -B -ntp -Dspotless.check.skip=true -Dcaldav.picture=$(CURDIR)/docs/view.png -Dit.test=PictureIT test-compile failsafe:integration-test failsafe:verify

package: $(PACKAGE) ## Make the package that `plakar pkg add` installs (needs plakar)

format: ## Format the Java code
	$(MVN) -q -B spotless:apply

clean: ## Remove all build results
	rm -rf target lib runtime

lib/caldav.jar: $(SOURCES) tools/StripDebug.java
	$(MVN) -q -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true package
	@mkdir -p lib
	@rm -f lib/caldav.aot lib/caldav.aot.gz # JDK 25 would continue to use classes of the old jar
	$(if $(JDK),$(JDK)/bin/)java -cp target/caldav-backup-all.jar tools/StripDebug.java target/caldav-backup-all.jar $@

# Our own Java: only the modules that the jar needs, and all licences in one file. Without an AOT cache, a CDS archive
# makes the start a little faster; with one it is useless.
runtime/release: target/jdk Makefile
	rm -rf runtime lib/caldav.aot lib/caldav.aot.gz
	$(JDK)/bin/jlink --add-modules $(MODULES) --strip-debug --no-header-files --no-man-pages --compress $(COMPRESS) --exclude-resources '$(TRANSLATIONS)' --output runtime
	find runtime/legal -type f | LC_ALL=C sort | xargs cat > runtime/LICENSES
	rm -rf runtime/legal runtime/bin/keytool runtime/bin/jwebserver runtime/lib/jexec runtime/lib/jrt-fs.jar
	# only a debugger of the virtual machine needs its symbols
	if [ -f runtime/lib/server/libjvm.so ] && command -v strip >/dev/null; then strip --strip-unneeded runtime/lib/server/libjvm.so; fi
	$(if $(AOT),,runtime/bin/java -Xshare:dump -Xlog:disable -Xlog:all=error:stderr)
	@touch $@

# A file with the name of the JDK; it changes if another JDK is chosen.
target/jdk: FORCE
	@mkdir -p target
	@echo '$(JDK)' | cmp -s - $@ || echo '$(JDK)' > $@

# A failure is not fatal: without the cache everything works, but starts later. The next make tries again.
lib/caldav.aot: lib/caldav.jar runtime/release bin/caldav tools/train.py tools/radicale.py
	@$(MAKE) --no-print-directory $(VENV) >target/venv.log 2>&1 || echo "there is no Python environment: target/venv.log tells why"
	@$(PYTHON) tools/train.py || runtime/bin/java -Xshare:dump -Xlog:disable -Xlog:all=error:stderr

# Plakar's packages compress badly: the cache would be a third of our package. The launcher unpacks it once.
lib/caldav.aot.gz: lib/caldav.aot
	if [ -f lib/caldav.aot ]; then gzip -n -c lib/caldav.aot > $@ && touch -r lib/caldav.aot $@; else rm -f $@; fi

# The man page and the completions, made of the table of commands; they are the same for the same table.
target/pages: lib/caldav.jar $(RUNTIME) $(PACKED)
	@mkdir -p completions man
	@for page in bash:completions/caldav.bash zsh:completions/_caldav fish:completions/caldav.fish man:man/caldav.1; do \
	  bin/caldav completion "$${page%%:*}" >target/page && { cmp -s target/page "$${page#*:}" || cp target/page "$${page#*:}"; } || exit 1; \
	done
	@touch $@

target/manifest: lib/caldav.jar $(RUNTIME) $(PACKED) target/pages tools/manifest.py manifest.yaml
	$(PYTHON) tools/manifest.py
	@touch $@

$(VENV): tools/requirements.txt
	@mkdir -p target
	$(PYTHON) -m venv --clear target/venv
	target/venv/bin/pip install -q --disable-pip-version-check -r tools/requirements.txt
	@touch $@

$(PACKAGE): lib/caldav.jar $(RUNTIME) $(PACKED) target/manifest bin/caldav manifest.yaml LICENSE $(wildcard schema/*)
	@test -n "$(PLAKAR)" || { echo "plakar is not installed: see plakar.io, or say make package PLAKAR=/path/to/plakar" >&2; exit 1; }
	@rm -f $@ # plakar does not overwrite a package
	$(PLAKAR) pkg create -out $@ ./manifest.yaml $(VERSION) >/dev/null
