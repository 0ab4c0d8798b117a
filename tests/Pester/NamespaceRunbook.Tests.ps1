# Runs docs/operations/namespace-migration.md as it is written, and examples/namespace-runbook.ps1, each on a stack of its own.

BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    . $PSScriptRoot/TableContents.ps1
    . $PSScriptRoot/Runbook.ps1
    Import-StagedModule
    $script = Join-Path $PSScriptRoot '..' '..' 'examples' 'namespace-runbook.ps1'
    $page = Join-Path $PSScriptRoot '..' '..' 'docs' 'operations' 'namespace-migration.md'
    $items = 60
    $names = 'AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'DDBNS_STATE_HOME'
    $environment = @{}
    foreach ($name in $names) { $environment[$name] = [Environment]::GetEnvironmentVariable($name) }

    # A stack as zae-limiter 0.9 leaves it, with a role, on an engine of its own.
    function Start-Stack([string] $Folder) {
        $engine = Start-LocalEngine
        $plane = Start-ControlPlane $engine my-app '--role', 'my-app-role'
        $env:AWS_ENDPOINT_URL = $plane.EndpointUrl
        $env:AWS_REGION = 'us-east-1'
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'local'
        $env:DDBNS_STATE_HOME = Join-Path $Folder 'home'
        $said = dotnet $script:Worker sample --existing --table-name my-app --items $items 2>&1
        if ($LASTEXITCODE -ne 0) { throw "The stack's table could not be filled: $said" }
        [pscustomobject]@{ Engine = $engine; Plane = $plane; EndpointUrl = $plane.EndpointUrl }
    }

    function Stop-Stack($Stack) {
        if (-not $Stack) { return }
        Stop-LocalEngine $Stack.Plane
        Stop-LocalEngine $Stack.Engine
    }

    # The script in a PowerShell of its own, where nobody can be asked, with what it prints and how it ends.
    function Invoke-Script([string[]] $Arguments, [string] $StackName = 'my-app') {
        $modules = Split-Path (Get-Module DynamoNamespace).ModuleBase
        $before, $env:PSModulePath = $env:PSModulePath, "$modules$([System.IO.Path]::PathSeparator)$env:PSModulePath"
        $all = @($StackName, '-RoleName', 'my-app-role', '-IdleSeconds', '1', '-Confirm:$false') + $Arguments
        try { $said = Invoke-Pwsh -File $script @all 2>&1 | Out-String }
        finally { $env:PSModulePath = $before }
        [pscustomobject]@{ Said = $said; ExitCode = $LASTEXITCODE }
    }

    # The role's namespace and its policies.
    function Get-RoleState {
        (Get-DdbNamespaceIamTag -RoleName my-app-role).NamespaceId | Where-Object { $_ }
        (Invoke-Iam ListAttachedRolePolicies).SelectNodes('//*[local-name()="PolicyName"]') | ForEach-Object { $_.InnerText }
    }

    function Invoke-Iam([string] $Action) {
        $headers = @{
            'X-Amz-Date'    = [datetime]::UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'")
            'Authorization' = 'AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0'
        }
        [xml] (Invoke-WebRequest -Uri $env:AWS_ENDPOINT_URL -Method Post -Headers $headers -SkipHeaderValidation -Body @{ Action = $Action; Version = '2010-05-08'; RoleName = 'my-app-role' }).Content
    }

    function Assert-Migrated($Stack) {
        $checks = Test-DdbMigration my-app -StackName my-app -RoleName my-app-role
        $checks.Status | Should -Not -Contain 'Fail'
        $checks.Status | Should -Not -Contain 'NotRun'
        $checks.Where({ $_.Name -eq 'OldItemsRemoved' }).Status | Should -Be 'Pass'
        $checks.Where({ $_.Name -like 'Role*' }).Status | Should -Be 'Pass', 'Pass'
        # The sample, and the namespace's two records.
        Get-ItemCount $Stack my-app | Should -Be ($items + 2)
        (Get-DdbNamespaceStack my-app).IsUpgraded | Should -BeTrue
        (Test-DdbNamespaceAccess -RoleName my-app-role -TableName my-app).Status | Should -Be 'Pass'
    }
}

AfterAll {
    foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, $environment[$name]) }
}

Describe 'The runbook namespace-migration with <_>' -ForEach 'powershell', 'sh' {
    BeforeAll {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive "page-$_")).FullName
        $stack = Start-Stack $folder
    }

    AfterAll { Stop-Stack $stack }

    It 'runs as it is written' {
        (Read-Runbook $page $_).Where({ $_.Kind -eq 'block' }).Count | Should -BeGreaterThan 7
        Invoke-Runbook $page $_ @{} $folder
    }

    It 'leaves the stack as it says' { Assert-Migrated $stack }
}

Describe 'examples/namespace-runbook.ps1' {
    BeforeAll {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'script')).FullName
        $stack = Start-Stack $folder
        $steps = 'Protect', 'Upgrade', 'Plan', 'Copy', 'Verify', 'Access', 'CutOver', 'Delete'
    }

    AfterAll { Stop-Stack $stack }

    It 'refuses a first step after the last one, and a stack that does not exist' {
        $wrong = Invoke-Script '-StartWith', 'Copy', '-StopAfter', 'Plan'
        $wrong.Said | Should -Match 'comes after'
        $wrong.ExitCode | Should -Be 1
        $none = Invoke-Script @() 'none'
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
        $run = Invoke-Script '-StopAfter', $_
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
        (Invoke-Script '-WhatIf', '-StopAfter', 'Delete').Said | Should -Match 'Candidates\s*: 0'
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
