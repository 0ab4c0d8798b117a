# Dot-sourced by the tests of docs/operations: reads a page's blocks of commands and runs them in order, as they are written.
#
# A comment in a page says what happens between or to its blocks, <!-- test: … -->:
#   background    the next block runs beside what follows, as in a second terminal
#   stop          Ctrl+C (of the worker: SIGTERM) for the block in the background
#   fails <ID>    the next block ends with this error
#   skip          the next block cannot run on the local engine
#   anything else is a step of the caller's, such as what a client writes meanwhile

# The blocks and steps of a page, of the blocks only those in one language, powershell or sh.
function Read-Runbook([string] $Path, [string] $Language) {
    $block = $null
    $how = ''
    $line = 0
    foreach ($text in Get-Content -LiteralPath $Path) {
        $line++
        if ($null -ne $block) {
            if ($text -ne '```') { $block.Text += "$text`n" }
            else {
                if ($block.Language -eq $Language) { $block }
                $block = $null
            }
        }
        elseif ($text -match '^```(\w+)$') {
            $block = [pscustomobject]@{ Kind = 'block'; Language = $Matches[1]; How = $how; Line = $line; Text = '' }
            $how = ''
        }
        elseif ($text -match '^<!-- test: (background|skip|fails \w+) -->$') { $how = $Matches[1] }
        elseif ($text -match '^<!-- test: (.+) -->$') { [pscustomobject]@{ Kind = 'step'; Language = ''; How = ''; Line = $line; Text = $Matches[1] } }
    }
}

# Runs a page's blocks of one language and the steps between them, and says where in the page something went wrong.
function Invoke-Runbook([string] $Path, [string] $Language, [hashtable] $Steps, [string] $Folder, [scriptblock] $OnBlock = {}) {
    # The blocks share a session of their own, as at a prompt where nobody can be asked.
    $session = New-Module { $ConfirmPreference = 'None'; $ErrorActionPreference = 'Stop' }
    $run = [pscustomobject]@{ Language = $Language; Folder = $Folder; Session = $session; Beside = $null }
    Push-Location $Folder
    try {
        foreach ($part in Read-Runbook $Path $Language) {
            try {
                if ($part.Kind -eq 'step') { Invoke-Step $run $part.Text $Steps }
                elseif ($part.How -eq 'background') { Start-BesideBlock $run $part.Text }
                elseif ($part.How -ne 'skip') { & $OnBlock $part (Invoke-Block $run $part.Text ($part.How -replace '^fails ')) }
            }
            catch { throw [System.InvalidOperationException]::new("$(Split-Path $Path -Leaf), line $($part.Line) ($Language): $_", $_.Exception) }
        }
    }
    finally {
        Stop-BesideBlock $run
        Pop-Location
    }
}

function Invoke-Step($Run, [string] $Name, [hashtable] $Steps) {
    if ($Name -eq 'stop') { Stop-BesideBlock $Run }
    elseif ($Steps.ContainsKey($Name)) { & $Steps[$Name] }
    else { throw "The step '$Name' is not known." }
}

function Invoke-Block($Run, [string] $Code, [string] $ExpectedError) {
    $output = [System.Collections.Generic.List[object]]::new()
    $failure = $null
    if ($Run.Language -eq 'powershell') {
        try { . $Run.Session ([scriptblock]::Create($Code)) *>&1 | ForEach-Object { $output.Add($_) } }
        catch { $failure = $_ }
        $found = $failure ? ($failure.FullyQualifiedErrorId -replace ',.*') : ''
        if ($found -ne $ExpectedError) { throw "It ended with the error '$found', and not with '$ExpectedError': $failure" }
        if ($failure) { $output.Add("$failure") }
    }
    else {
        $lines = bash -c "ddbns() { dotnet '$script:Worker' `"`$@`"; }; set -e; $Code" 2>&1
        $failed = $LASTEXITCODE -ne 0
        foreach ($line in $lines) { $output.Add("$line") }
        if ($failed -ne [bool] $ExpectedError) { throw "It ended with exit code $LASTEXITCODE, and the error '$ExpectedError' was expected: $($lines -join [Environment]::NewLine)" }
    }
    $output
}

function Start-BesideBlock($Run, [string] $Code) {
    if ($Run.Beside) { throw 'One block runs in the background already.' }
    if ($Run.Language -eq 'powershell') {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$((Get-Module DynamoNamespace).Path)'; Set-Location '$($Run.Folder)'; `$ConfirmPreference = 'None'; $Code")
        $Run.Beside = [pscustomobject]@{ Shell = $shell; Running = $shell.BeginInvoke() }
    }
    else {
        $script = Join-Path $Run.Folder 'beside.sh'
        Set-Content $script "ddbns() { exec dotnet '$script:Worker' `"`$@`"; }`n$Code"
        $process = Start-Process bash $script -PassThru -RedirectStandardOutput (Join-Path $Run.Folder 'beside.out') -RedirectStandardError (Join-Path $Run.Folder 'beside.err')
        # Otherwise .NET forgets the exit code.
        $null = $process.Handle
        $Run.Beside = [pscustomobject]@{ Process = $process }
    }
}

function Stop-BesideBlock($Run) {
    $beside, $Run.Beside = $Run.Beside, $null
    if (-not $beside) { return }
    if ($Run.Language -eq 'powershell') {
        $beside.Shell.Stop()
        $beside.Shell.Dispose()
        return
    }
    if (-not $beside.Process.HasExited) { bash -c "kill -TERM $($beside.Process.Id)" }
    $beside.Process.WaitForExit()
}
