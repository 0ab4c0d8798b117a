BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
    $module = (Get-Module DynamoNamespace).Path
    $engine = Start-LocalEngine
    $plane = Start-ControlPlane $engine my-app
    $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $plane.EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }
    $said = dotnet $script:Worker sample --existing --table-name my-app --items 60 --endpoint-url $engine.EndpointUrl 2>&1
    if ($LASTEXITCODE -ne 0) { throw "The stack's table could not be filled: $said" }
    New-SampleTable $engine beside 60

    function Get-Index([string] $TableName) {
        (Invoke-LocalEngine $plane DescribeTable @{ TableName = $TableName }).Table.GlobalSecondaryIndexes.IndexName | Sort-Object
    }

    function Get-Template { (Invoke-ControlPlane $plane GetTemplate @{ StackName = 'my-app' }).GetTemplateResponse.GetTemplateResult.TemplateBody }

    function Get-Failure([scriptblock] $Action) {
        try { $null = & $Action } catch { return $_ }
        throw 'The command was expected to fail, and did not.'
    }
}

AfterAll {
    if (Test-Path variable:plane) { Stop-LocalEngine $plane }
    Stop-LocalEngine $engine
}

Describe 'An index of a table' {
    It 'stays as it is with -WhatIf' {
        $planned = Start-DdbIndexMigration beside GSI3 GSI3v2 -NonKeyAttribute entity_id -WhatIf
        $planned.State | Should -Be 'Planned'
        $planned.IsChanged | Should -BeFalse
        Get-Index beside | Should -Be 'GSI1', 'GSI2', 'GSI3', 'GSI4'
    }

    It 'gets a shadow, which feeds the other cmdlets' {
        $index = Start-DdbIndexMigration beside GSI3 GSI3v2 -NonKeyAttribute entity_id
        $index.State | Should -Be 'ShadowReady'
        $index.ShadowProjection | Should -Be 'INCLUDE (entity_id)'
        $text = $index | Out-String
        $text | Should -Match 'Index\s+: GSI3 KEYS_ONLY'
        $text | Should -Match 'Shadow\s+: GSI3v2 INCLUDE \(entity_id\) ACTIVE'
        $text | Should -Not -Match 'StackName'
        $checks = $index | Test-DdbIndexMigration
        $checks.Name | Should -Be 'ShadowIndex', 'EntriesPresent', 'EntriesEqual', 'NoExtraEntries', 'OldIndexKeys'
        $checks.Status | Should -Be 'Pass', 'Pass', 'Pass', 'Pass', 'Pass'
        $index | Test-DdbIndexMigration -Quiet | Should -BeTrue
        @($index | Test-DdbIndexMigration -Detailed).Count | Should -Be 5
    }

    It 'is not removed while it is read, or without being asked' {
        (Get-Failure { Complete-DdbIndexMigration beside GSI3 GSI3v2 -Confirm:$false -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'IndexStillRead,*'
        $said = Invoke-Pwsh -Command "Import-Module '$module'; Complete-DdbIndexMigration beside GSI3 GSI3v2 -Force -EndpointUrl $($plane.EndpointUrl) -Region us-east-1" 2>&1 | Out-String
        $said | Should -Match 'NonInteractive'
        Get-Index beside | Should -Be 'GSI1', 'GSI2', 'GSI3', 'GSI3v2', 'GSI4'
    }

    It 'loses the shadow again, and gets it once more, and goes' {
        (Undo-DdbIndexMigration beside GSI3 GSI3v2 -Confirm:$false).State | Should -Be 'Undone'
        $index = Start-DdbIndexMigration beside GSI3 GSI3v2 -ProjectionType All
        ($index | Complete-DdbIndexMigration -Force -Confirm:$false).State | Should -Be 'Completed'
        Get-Index beside | Should -Be 'GSI1', 'GSI2', 'GSI3v2', 'GSI4'
        $index | Test-DdbIndexMigration -Quiet | Should -BeTrue
    }

    It 'names <Id> for <Case>' -ForEach @(
        @{ Case = 'an index that is not there'; Id = 'IndexNotFound'; Category = 'ObjectNotFound'; Action = { Start-DdbIndexMigration beside none none2 -ProjectionType All -ErrorAction Stop } }
        @{ Case = 'no projection'; Id = 'InvalidProjection'; Category = 'InvalidArgument'; Action = { Start-DdbIndexMigration beside GSI1 GSI1v2 -ErrorAction Stop } }
        @{ Case = 'the same projection'; Id = 'SameProjection'; Category = 'InvalidArgument'; Action = { Start-DdbIndexMigration beside GSI1 GSI1v2 -ProjectionType All -ErrorAction Stop } }
        @{ Case = 'no shadow'; Id = 'NotAShadow'; Category = 'InvalidArgument'; Action = { Undo-DdbIndexMigration beside GSI1 GSI2 -Confirm:$false -ErrorAction Stop } }
        @{ Case = 'a table of a stack'; Id = 'TableOfStack'; Category = 'InvalidOperation'; Action = { Start-DdbIndexMigration my-app GSI1 GSI1v2 -ProjectionType KeysOnly -ErrorAction Stop } }
    ) {
        $failure = Get-Failure $Action
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.CategoryInfo.Category | Should -Be $Category
        $failure.Exception.Message | Should -Match 'changed'
    }
}

Describe 'An index of a stack' {
    BeforeAll { $template = Get-Template }

    It 'goes through the template, and back to the byte' {
        $index = Start-DdbIndexMigration my-app GSI1 GSI1v2 -NonKeyAttribute name, entity_id -StackName my-app -InformationVariable changes
        $index.StackName | Should -Be 'my-app'
        $changes.MessageData.Where({ $_.Action -eq 'Modify' -and -not $_.Causes }).LogicalResourceId | Should -Be 'RateLimitsTable'
        Get-Template | Should -Match 'IndexName: GSI1v2'
        $index | Test-DdbIndexMigration -Quiet | Should -BeTrue
        ($index | Undo-DdbIndexMigration -Confirm:$false).State | Should -Be 'Undone'
        Get-Template | Should -Be $template
        Get-Index my-app | Should -Be 'GSI1', 'GSI2', 'GSI3'
    }
}
