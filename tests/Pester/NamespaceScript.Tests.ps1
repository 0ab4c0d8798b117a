# Runs examples/namespace-runbook.ps1 on a stack: in processes of its own, and at one prompt.

BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    . $PSScriptRoot/TableContents.ps1
    . $PSScriptRoot/NamespaceStack.ps1
    Import-StagedModule
    $script = Join-Path $PSScriptRoot '..' '..' 'examples' 'namespace-runbook.ps1'
    $modulePath = "$(Split-Path (Get-Module DynamoNamespace).ModuleBase)$([System.IO.Path]::PathSeparator)$env:PSModulePath"

    # The script in a PowerShell of its own, where nobody can be asked, with what it prints and how it ends.
    function Invoke-Script([string[]] $Arguments, [string] $StackName = 'my-app') {
        $before, $env:PSModulePath = $env:PSModulePath, $modulePath
        $all = @($StackName, '-RoleName', 'my-app-role', '-IdleSeconds', '1', '-Confirm:$false') + $Arguments
        try { $said = Invoke-Pwsh -File $script @all 2>&1 | Out-String }
        finally { $env:PSModulePath = $before }
        [pscustomobject]@{ Said = $said; ExitCode = $LASTEXITCODE }
    }

    # Such a PowerShell that takes one command after another, which saves the start and all that is compiled in it.
    function Start-Prompt {
        $start = [System.Diagnostics.ProcessStartInfo]::new($PwshProgram)
        foreach ($argument in $PwshArguments + @('-NoProfile', '-NonInteractive', '-Command', '-')) { $start.ArgumentList.Add($argument) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $start.Environment['PSModulePath'] = $modulePath
        [System.Diagnostics.Process]::Start($start)
    }

    # The script at that prompt, with the exit code that a process of its own would have.
    function Invoke-AtPrompt($Prompt, [string[]] $Arguments, [string] $StackName = 'my-app') {
        $command = "& '$script' $StackName -RoleName my-app-role -IdleSeconds 1 -Confirm:`$false $Arguments"
        $Prompt.StandardInput.WriteLine("try { $command; 'ended: 0' } catch { `"`$_`"; 'ended: 1' }")
        $said = while ($null -ne ($line = $Prompt.StandardOutput.ReadLine()) -and $line -notmatch '^ended: (\d)$') { $line }
        [pscustomobject]@{ Said = $said -join "`n"; ExitCode = $null -eq $line ? -1 : [int] $Matches[1] }
    }
}

AfterAll { Reset-Environment }

Describe 'examples/namespace-runbook.ps1' {
    BeforeAll {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'script')).FullName
        $stack = Start-Stack $folder
        $prompt = Start-Prompt
        $steps = 'Protect', 'Upgrade', 'Plan', 'Copy', 'Verify', 'Access', 'CutOver', 'Delete'
    }

    AfterAll {
        $prompt.Kill()
        Stop-Stack $stack
    }

    It 'refuses a first step after the last one, and a stack that does not exist' {
        $wrong = Invoke-Script '-StartWith', 'Copy', '-StopAfter', 'Plan'
        $wrong.Said | Should -Match 'comes after'
        $wrong.ExitCode | Should -Be 1
        $none = Invoke-AtPrompt $prompt @() 'none'
        $none.Said | Should -Match "no stack 'none'"
        $none.ExitCode | Should -Be 1
    }

    It 'changes nothing with -WhatIf' {
        $table = Get-TableContents $stack my-app
        $before = Invoke-ControlPlane $stack.Plane GetTemplate @{ StackName = 'my-app' }
        $run = Invoke-Script '-WhatIf', '-StopAfter', 'Delete'
        $run.ExitCode | Should -Be 0 -Because $run.Said
        foreach ($step in $steps) { $run.Said | Should -Match "\d\. ${step}:" }
        Compare-Object $table (Get-TableContents $stack my-app) | Should -BeNullOrEmpty
        (Get-DdbNamespaceStack my-app).Status | Should -Be 'CREATE_COMPLETE'
        (Invoke-ControlPlane $stack.Plane GetTemplate @{ StackName = 'my-app' }).GetTemplateResponse.GetTemplateResult.TemplateBody | Should -Be $before.GetTemplateResponse.GetTemplateResult.TemplateBody
        (Invoke-ControlPlane $stack.Plane ListChangeSets @{ StackName = 'my-app' }).SelectNodes('//*[local-name()="member"]') | Should -BeNullOrEmpty
        Get-RoleState | Should -BeNullOrEmpty
        (Invoke-LocalEngine $stack ListBackups @{ TableName = 'my-app' }).BackupSummaries | Should -BeNullOrEmpty
    }

    It 'goes on after being stopped behind <_>' -ForEach 'Protect', 'Upgrade', 'Plan', 'Copy', 'Verify', 'Access', 'CutOver', 'Delete' {
        # Twice in a process of its own, the other times where it was run before.
        $run = $_ -in 'Protect', 'CutOver' ? (Invoke-Script '-StopAfter', $_) : (Invoke-AtPrompt $prompt '-StopAfter', $_)
        $run.ExitCode | Should -Be 0 -Because $run.Said
        $done = $steps[0..$steps.IndexOf($_)]
        foreach ($step in $steps) { [regex]::IsMatch($run.Said, "\d\. ${step}:") | Should -Be ($step -in $done) }
        (Get-DdbNamespaceStack my-app).IsUpgraded | Should -Be ($_ -ne 'Protect')
        @(Get-RoleState).Count | Should -Be ('Access' -in $done ? 2 : 0)
    }

    It 'makes one backup, however often it is run' {
        @((Invoke-LocalEngine $stack ListBackups @{ TableName = 'my-app' }).BackupSummaries).Count | Should -Be 1
    }

    It 'shows what is left with -WhatIf once the namespace is there' {
        (Invoke-AtPrompt $prompt '-WhatIf', '-StopAfter', 'Delete').Said | Should -Match 'Candidates\s*: 0'
    }

    It 'leaves everything migrated' { Assert-Migrated $stack }

    It 'leads back with the commands of the page' {
        $null = Undo-DdbMigration my-app default -Confirm:$false
        Remove-DdbNamespacePolicy -RoleName my-app-role -StackName my-app -Access Acquire -Confirm:$false
        Remove-DdbNamespaceIamTag -RoleName my-app-role -Confirm:$false
        Get-RoleState | Should -BeNullOrEmpty
        (Measure-DdbMigration my-app).Candidates | Should -Be $items
    }
}
