BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
    $engine = Start-LocalEngine
    $module = (Get-Module DynamoNamespace).Path
    $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $engine.EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }

    function New-RegisteredTable([string] $TableName) {
        New-SampleTable $engine $TableName 400
        $null = Register-DdbNamespace $TableName default
    }

    # The checkpoint as soon as it tells of items that were written, so that what is stopped is under way.
    function Wait-Written([string] $Folder, [scriptblock] $HasEnded) {
        Wait-Until "the run in '$Folder' has written something" {
            if (& $HasEnded) { throw "The run in '$Folder' ended by itself." }
            (Test-Path (Join-Path $Folder 'copy.checkpoint.json')) -and (Read-Checkpoint $Folder).counts.ContainsKey('Written')
        }
    }

    function Read-Checkpoint([string] $Folder) { Get-Content -Raw (Join-Path $Folder 'copy.checkpoint.json') | ConvertFrom-Json -AsHashtable }

    function Assert-Resumed([string] $TableName, [string] $Folder) {
        $stopped = Read-Checkpoint $Folder
        $stopped.isFinished | Should -BeFalse
        $stopped.counts.Written | Should -BeLessThan 400
        $run = Invoke-DdbKeyMigration $TableName -CheckpointPath $Folder -WarningAction SilentlyContinue
        $run.IsResumed | Should -BeTrue
        $run.RunId | Should -Be $stopped.runId
        $run.Outcome | Should -Be 'Completed'
        $run.Candidates | Should -Be 400
        $run.Written + $run.AlreadyMigrated | Should -Be 400
        Get-ItemCount $engine $TableName | Should -Be 802
    }
}

AfterAll { Stop-LocalEngine $engine }

Describe 'A run that is stopped' {
    It 'goes on after SIGTERM' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'Windows has no SIGTERM' }
        New-RegisteredTable 'terminated'
        $folder = Join-Path $TestDrive 'terminated'
        $log = Join-Path $TestDrive 'terminated.jsonl'
        $command = "Import-Module '$module'; Invoke-DdbKeyMigration terminated -MaxWriteUnits 20 -CheckpointPath '$folder' -LogPath '$log' -EndpointUrl '$($engine.EndpointUrl)' -Region us-east-1"
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($command))
        $all = $script:PwshArguments + @('-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded)
        $child = Start-Process -FilePath $script:PwshProgram -ArgumentList $all -PassThru `
            -RedirectStandardOutput (Join-Path $TestDrive 'out') -RedirectStandardError (Join-Path $TestDrive 'err')
        try {
            Wait-Written $folder { $child.HasExited }
            & /bin/kill -TERM $child.Id
            Wait-Until 'the run ends after SIGTERM' { $child.HasExited }
        }
        finally { if (-not $child.HasExited) { $child.Kill() } }
        (Get-Content $log | ConvertFrom-Json).event[-2, -1] | Should -Contain 'runEnded'
        Assert-Resumed 'terminated' $folder
    }

    It 'goes on after Ctrl+C' {
        New-RegisteredTable 'stopped'
        $folder = Join-Path $TestDrive 'stopped'
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($module, $folder, $url) Import-Module $module; Invoke-DdbKeyMigration stopped -MaxWriteUnits 20 -CheckpointPath $folder -EndpointUrl $url -Region us-east-1').
                AddArgument($module).AddArgument($folder).AddArgument($engine.EndpointUrl)
            $running = $shell.BeginInvoke()
            Wait-Written $folder { $running.IsCompleted }
            $stopping = $shell.BeginStop($null, $null)
            Wait-Until 'the run ends after Ctrl+C' { $stopping.IsCompleted }
            $shell.EndStop($stopping)
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        finally { $shell.Dispose() }
        Assert-Resumed 'stopped' $folder
    }
}

Describe '-LogPath' {
    It 'is relative to the session''s folder, and its lines are objects' {
        New-RegisteredTable 'logged'
        Push-Location $TestDrive
        try {
            $run = Invoke-DdbKeyMigration logged -LogPath ./logs/run.jsonl -WarningAction SilentlyContinue
            $run | Test-DdbMigration -LogPath ./logs/run.jsonl -Quiet | Should -BeTrue
        }
        finally { Pop-Location }
        $events = Get-Content (Join-Path $TestDrive 'logs' 'run.jsonl') | ConvertFrom-Json
        $events.Where({ $_.event -eq 'runStarted' }).operation | Should -Be 'Copy', 'Verify'
        $ended = $events.Where({ $_.event -eq 'runEnded' -and $_.runId -eq $run.RunId })
        $ended.written | Should -Be 400
        $ended.outcome | Should -Be 'Completed'
    }

    It 'refuses a path that cannot be written' {
        $failure = $null
        try { Invoke-DdbKeyMigration logged -LogPath $TestDrive -ErrorAction Stop } catch { $failure = $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'LogNotWritable,*'
        $failure.TargetObject | Should -Be (Get-Item $TestDrive).FullName
    }
}
