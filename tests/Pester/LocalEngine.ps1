# Dot-sourced by the tests: the local engine, tables on it, the staged module, and this PowerShell once more.

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# Runs of tests leave no checkpoints among the user's own.
if (-not $env:DDBNS_STATE_HOME) { $env:DDBNS_STATE_HOME = Join-Path $PSScriptRoot '..' '..' 'artifacts' 'state' }
$script:Worker = Join-Path $PSScriptRoot '..' '..' 'artifacts' 'worker' 'ddbns.dll'

. $PSScriptRoot/SampleTable.ps1

# Waits until a condition holds. The limit only ends a test that hangs; where the event cannot come any more, the condition throws.
function Wait-Until([string] $What, [scriptblock] $Condition) {
    # The condition sees these variables before its own caller's.
    $waitLimit = [timespan]::FromMinutes(10)
    $waited = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($waited.Elapsed -gt $waitLimit) { throw "This did not come to pass within $waitLimit`: $What." }
        Start-Sleep -Milliseconds 20
    }
}

function Start-LocalEngine {
    $binary = $env:DYNOXIDE ? $env:DYNOXIDE : (Join-Path $PSScriptRoot '..' '..' 'node_modules' '@dynoxide' 'linux-x64' 'dynoxide')
    for ($attempt = 1; ; $attempt++) {
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $log = Join-Path ([System.IO.Path]::GetTempPath()) "ddbns-pester-$port.log"
        $process = Start-Process -FilePath $binary -ArgumentList '--port', $port -PassThru -RedirectStandardOutput $log -RedirectStandardError "$log.err"
        Wait-Until "the local engine '$binary' starts" { $process.HasExited -or (Get-Content $log, "$log.err" -ErrorAction Ignore) -match 'listening on' }
        if (-not $process.HasExited) { return [pscustomobject]@{ EndpointUrl = "http://127.0.0.1:$port"; Process = $process; Log = $log } }
        # Somebody else took the port first.
        if ($attempt -eq 5) { throw "The local engine '$binary' did not start: $(Get-Content $log, "$log.err" -ErrorAction Ignore)" }
    }
}

function Stop-LocalEngine($Engine) {
    if ($Engine) {
        if (-not $Engine.Process.HasExited) { $Engine.Process.Kill() }
        Remove-Item $Engine.Log, "$($Engine.Log).err" -ErrorAction Ignore
    }
}

# CloudFormation, IAM, S3, backups and the others before a local engine, with one stack of this name if one is named.
function Start-ControlPlane($Engine, [string] $StackName, [string[]] $Arguments = @()) {
    $program = Join-Path $PSScriptRoot '..' 'ControlPlane' 'bin' 'Release' 'net8.0' 'control-plane.dll'
    if (-not (Test-Path $program)) { throw "The control plane is not built: run 'dotnet build tests/ControlPlane -c Release' first." }
    $log = Join-Path ([System.IO.Path]::GetTempPath()) "ddbns-plane-$([guid]::NewGuid()).log"
    $all = @($program, '--dynamodb', $Engine.EndpointUrl, '--step-ms', '10', '--backfill-ms', '50') + @(if ($StackName) { '--stack', $StackName }) + $Arguments
    $process = Start-Process -FilePath dotnet -ArgumentList $all -PassThru -RedirectStandardOutput $log -RedirectStandardError "$log.err"
    Wait-Until 'the control plane starts' { $process.HasExited -or (Get-Content $log -ErrorAction Ignore) -match 'listening on' }
    $said = Get-Content -Raw $log, "$log.err" -ErrorAction Ignore
    if ("$said" -notmatch 'listening on (\S+)') { throw "The control plane did not start: $said" }
    [pscustomobject]@{ EndpointUrl = $Matches[1]; Process = $process; Log = $log }
}

# One CloudFormation call without any SDK.
function Invoke-ControlPlane($Plane, [string] $Action, [hashtable] $Parameters = @{}) {
    $headers = @{
        'X-Amz-Date'    = [datetime]::UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'")
        'Authorization' = 'AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/cloudformation/aws4_request, SignedHeaders=host, Signature=0'
    }
    [xml] (Invoke-WebRequest -Uri $Plane.EndpointUrl -Method Post -Headers $headers -SkipHeaderValidation -Body (@{ Action = $Action; Version = '2010-05-15' } + $Parameters)).Content
}

# One DynamoDB call without any SDK, to look at a table behind the module's back.
function Invoke-LocalEngine($Engine, [string] $Operation, [hashtable] $Body) {
    Invoke-LocalEngineText $Engine $Operation $Body | ConvertFrom-Json
}

# The same, with the answer as text: JSON with names that differ only in case needs another reading.
function Invoke-LocalEngineText($Engine, [string] $Operation, [System.Collections.IDictionary] $Body) {
    Send-LocalEngine $Engine $Operation ($Body | ConvertTo-Json -Depth 100 -Compress)
}

function Send-LocalEngine($Engine, [string] $Operation, [string] $Json) {
    $headers = @{
        'X-Amz-Target'  = "DynamoDB_20120810.$Operation"
        'X-Amz-Date'    = [datetime]::UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'")
        'Authorization' = 'AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0'
    }
    $answer = Invoke-WebRequest -Uri $Engine.EndpointUrl -Method Post -Headers $headers -SkipHeaderValidation -ContentType 'application/x-amz-json-1.0' -Body ([System.Text.Encoding]::UTF8.GetBytes($Json)) -UseBasicParsing
    $answer.Content -is [byte[]] ? [System.Text.Encoding]::UTF8.GetString($answer.Content) : $answer.Content
}

function Get-ItemCount($Engine, [string] $TableName) {
    $count = 0
    $body = @{ TableName = $TableName; Select = 'COUNT' }
    do {
        $page = Invoke-LocalEngine $Engine Scan $body
        $count += $page.Count
        $last = $page.PSObject.Properties['LastEvaluatedKey']
        if ($last) { $body.ExclusiveStartKey = $last.Value }
    } while ($last)
    $count
}

function Import-StagedModule {
    $staged = $env:DDBNS_MODULE ? $env:DDBNS_MODULE : (Join-Path $PSScriptRoot '..' '..' 'artifacts' 'module' 'DynamoNamespace')
    Import-Module $staged -Force
}

# The program of this PowerShell and its arguments before those of PowerShell. The project's own runs inside dotnet.
$script:PwshProgram = [Environment]::ProcessPath
$script:PwshArguments = @(if ((Split-Path -LeafBase $script:PwshProgram) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' })

# This PowerShell once more, in a process of its own where nobody can be asked. Quote arguments such as -Confirm:$false,
# which would arrive in two parts.
function Invoke-Pwsh { & $script:PwshProgram @script:PwshArguments -NoProfile -NonInteractive @args }
