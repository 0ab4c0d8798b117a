#!/usr/bin/env bash
# PowerShell from its .NET tool: the session is not the process that you start
#
# A good guess: `pwsh` from `dotnet tool install PowerShell` is what `pwsh` from a package of the system is. The process
# that is started is the session, [Environment]::ProcessPath is pwsh, and SIGTERM ends the session with its finally blocks.
#
# What happens (PowerShell 7.6.9): `pwsh` is a small program that starts a second process, `dotnet …/pwsh.dll`, and that
# is the session. Its ProcessPath is the dotnet host, so a script that starts PowerShell once more by ProcessPath, or by
# (Get-Process -Id $PID).Path, starts dotnet. SIGTERM to the process that was started ends it alone. The session goes on
# as an orphan, and its finally blocks do not run.
#
# Who meets it: scripts that start themselves again, and supervisors (systemd, container runtimes, timeout) that stop a
# long job of such a PowerShell: the job looks ended and works on. A way out is to start the
# session's process itself, `dotnet …/tools/<framework>/any/unix/pwsh.dll`; inside a session, $PSHOME/pwsh is one.
#
# Exit code 0: it is so still. 1: the behaviour has changed. It needs Linux and the .NET SDK 10.
set -u
version=7.6.9
folder=$(mktemp -d)
session=
trap '[ -z "$session" ] || kill -KILL "$session" 2>/dev/null; rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1 NUGET_PACKAGES="$folder/packages"

dotnet tool install PowerShell --version "$version" --tool-path "$folder/tools" >"$folder/install.log" 2>&1 ||
    { cat "$folder/install.log"; echo 'PowerShell could not be installed.'; exit 1; }

cat >"$folder/job.ps1" <<'SCRIPT'
param([string] $Folder)
try {
    "$PID $([Environment]::ProcessPath)" | Set-Content "$Folder/started.tmp"
    Move-Item "$Folder/started.tmp" "$Folder/started"
    Start-Sleep 300
}
finally { 'ran' | Set-Content "$Folder/finally" }
SCRIPT

"$folder/tools/pwsh" -NoProfile -NonInteractive -File "$folder/job.ps1" "$folder" &
started=$!
for _ in $(seq 600); do [ -e "$folder/started" ] && break; sleep 0.2; done
[ -e "$folder/started" ] || { echo 'The session did not start.'; exit 1; }
read -r session path <"$folder/started"

kill -TERM "$started"
wait "$started" 2>/dev/null
code=$?
# A session that ends on the signal would be gone by then.
sleep 10
if kill -0 "$session" 2>/dev/null; then state='still running'; else state='ended'; fi
if [ -e "$folder/finally" ]; then block='ran'; else block='did not run'; fi

echo "PowerShell $version as a .NET tool, SDK $(dotnet --version)"
echo "process that was started:     $started"
echo "session (\$PID):               $session"
echo "its ProcessPath:              $(basename "$path")"
echo "SIGTERM to the one started:   it ended with exit code $code"
echo "the session after that:       $state"
echo "its finally block:            $block"

[ "$started" != "$session" ] && [ "$(basename "$path")" = dotnet ] && [ "$state" = 'still running' ] && [ "$block" = 'did not run' ] || {
    echo 'The behaviour has changed.'
    exit 1
}
