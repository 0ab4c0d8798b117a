# Dot-sourced by the test of the hot migration's page: an application that reads and writes two tables all the while, as the page's snippets do.

# Starts it in a thread of its own, on the engine itself, so that each of its writes is answered. Mode says where it reads and writes:
#   old        as before step 2
#   fallback   reads the new table, then the old one; writes an item where it is
#   moved      the same, and every write goes to the new table
#   back       moved, with the tables swapped
# Ledger holds for each key how often it was written, or -1 where it is deleted; what it reads must be what it wrote.
function Start-MovingApplication($Engine, [string] $Old, [string] $New, [int] $Items) {
    $state = [hashtable]::Synchronized(@{ Mode = 'old'; Seen = 'old'; Stop = $false; Ledger = @{}; Reads = 0; Writes = @{}; Failure = $null })
    foreach ($number in 1..$Items) { $state.Ledger["USER#$number"] = 0 }
    $shell = [powershell]::Create()
    $null = $shell.AddScript({
        param($Engine, $Old, $New, $Items, $State)
        Set-StrictMode -Version Latest
        $ErrorActionPreference = 'Stop'
        $random = [random]::new(1)

        # The answer, or nothing where the write's condition was not met.
        function Send([string] $Operation, [hashtable] $Body) {
            $headers = @{
                'X-Amz-Target'  = "DynamoDB_20120810.$Operation"
                'X-Amz-Date'    = [datetime]::UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'")
                'Authorization' = 'AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0'
            }
            $answer = Invoke-WebRequest -Uri $Engine.EndpointUrl -Method Post -Headers $headers -SkipHeaderValidation -SkipHttpErrorCheck -ContentType 'application/x-amz-json-1.0' -Body ($Body | ConvertTo-Json -Depth 20 -Compress)
            $text = $answer.Content -is [byte[]] ? [System.Text.Encoding]::UTF8.GetString($answer.Content) : $answer.Content
            if ($answer.StatusCode -eq 200) { return $text | ConvertFrom-Json -AsHashtable -Depth 20 }
            if ($text -notmatch 'ConditionalCheckFailed') { throw "$Operation failed: $text" }
        }

        function Get-One([string] $Table, [string] $Key) {
            (Send GetItem @{ TableName = $Table; ConsistentRead = $true; Key = @{ PK = @{ S = $Key }; SK = @{ S = 'PROFILE' } } })['Item']
        }

        function Read-One($Tables, [string] $Key) {
            foreach ($table in $Tables) {
                $item = Get-One $table $Key
                if ($item) { return $item.ContainsKey('deleted') ? $null : $item }
            }
        }

        # Writes until its condition is met. An action makes an item, raises its number, or deletes it.
        function Write-One([string] $First, [string] $Second, [bool] $Move, [string] $Key, [string] $Action) {
            while ($true) {
                $moved = Get-One $First $Key
                $found = $moved ? $moved : (Get-One $Second $Key)
                $toFirst = $moved -or $Move
                $seen = $toFirst ? $moved : $found
                $request = @{ TableName = $toFirst ? $First : $Second }
                $request.ConditionExpression = 'attribute_not_exists(PK)'
                if ($seen) {
                    $request.ConditionExpression = 'version = :seen'
                    $request.ExpressionAttributeValues = @{ ':seen' = $seen.version }
                }
                $version = @{ N = "$($found ? [int] $found.version.N + 1 : 1)" }
                if ($Action -eq 'Delete' -and -not $toFirst) {
                    $request.Key = @{ PK = @{ S = $Key }; SK = @{ S = 'PROFILE' } }
                    $done = Send DeleteItem $request
                    if ($null -ne $done) { return }
                    continue
                }
                $item = @{ PK = @{ S = $Key }; SK = @{ S = 'PROFILE' }; version = $version }
                if ($Action -eq 'Delete') { $item.deleted = @{ BOOL = $true } }
                else {
                    $item.hits = @{ N = "$($found -and -not $found.ContainsKey('deleted') ? [int] $found.hits.N + 1 : 1)" }
                    $item.text = @{ S = "of $Key" }
                }
                $request.Item = $item
                $done = Send PutItem $request
                if ($null -ne $done) { return }
            }
        }

        try {
            $next = $Items
            while (-not $State.Stop) {
                $mode = $State.Mode
                # What it did before was done in the mode before.
                $State.Seen = $mode
                $first, $second = $mode -eq 'back' ? ($Old, $New) : ($New, $Old)
                $tables = $mode -eq 'old' ? @($Old) : @($first, $second, $first)
                $keys = @($State.Ledger.Keys)
                $key = $keys[$random.Next($keys.Count)]
                $action = switch ($random.Next(10)) { 0 { 'Delete' } 1 { 'Make' } default { 'Change' } }
                if ($action -eq 'Make') { $key = "USER#$((++$next))"; $State.Ledger[$key] = 0 }
                if ($State.Ledger[$key] -eq -1) { $State.Ledger[$key] = 0 }
                # In the old mode there is one table only.
                if ($mode -eq 'old') { Write-One $Old $Old $true $key 'Change' }
                else { Write-One $first $second ($mode -ne 'fallback') $key $action }
                if ($mode -ne 'old' -and $action -eq 'Delete') { $State.Ledger[$key] = -1 } else { $State.Ledger[$key]++ }
                $State.Writes[$mode]++

                foreach ($look in $key, $keys[$random.Next($keys.Count)]) {
                    $item = Read-One $tables $look
                    $there = $item ? [int] $item.hits.N : -1
                    if ($there -ne $State.Ledger[$look]) { throw "In the mode $mode, $look was $($State.Ledger[$look]) when it was written, and $there when it was read." }
                    $State.Reads++
                }
                Start-Sleep -Milliseconds 15
            }
        }
        catch { $State.Failure = "$_ $($_.ScriptStackTrace)" }
    }.ToString())
    $null = $shell.AddArgument($Engine).AddArgument($Old).AddArgument($New).AddArgument($Items).AddArgument($state)
    [pscustomobject]@{ State = $state; Shell = $shell; Running = $shell.BeginInvoke() }
}

# Has it work in another mode, and waits until it has written a few items in it.
function Set-MovingApplication($Application, [string] $Mode, [int] $Writes = 15) {
    $state = $Application.State
    $state.Mode = $Mode
    Wait-Until "the application writes $Writes items in the mode $Mode" {
        if ($state.Failure) { throw "The application failed: $($state.Failure)" }
        $state.Writes[$Mode] -ge $Writes
    }
}

function Stop-MovingApplication($Application) {
    if (-not $Application) { return }
    $Application.State.Stop = $true
    Wait-Until 'the application stops' { $Application.Running.IsCompleted }
    $Application.Shell.Dispose()
    if ($Application.State.Failure) { throw "The application failed: $($Application.State.Failure)" }
}

# What the table holds must be what the application wrote last, deleted items left out.
function Assert-MovingApplication($Application, $Engine, [string] $TableName) {
    $found = @{}
    foreach ($line in (Get-TableContents $Engine $TableName)) {
        $item = $line | ConvertFrom-Json -AsHashtable
        if (-not $item.ContainsKey('deleted')) { $found[$item.PK.S] = [int] $item.hits.N }
    }
    $wanted = @{}
    foreach ($key in $Application.State.Ledger.Keys) { if ($Application.State.Ledger[$key] -ge 0) { $wanted[$key] = $Application.State.Ledger[$key] } }
    $wanted.Count | Should -BeGreaterThan 20
    $found.Count | Should -Be $wanted.Count
    foreach ($key in $wanted.Keys) { $found[$key] | Should -Be $wanted[$key] -Because $key }
}
