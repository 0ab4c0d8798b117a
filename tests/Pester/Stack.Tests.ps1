BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
    $module = (Get-Module DynamoNamespace).Path
    $engine = Start-LocalEngine
    $plane = Start-ControlPlane $engine my-app
    $PSDefaultParameterValues = @{ '*-Ddb*:EndpointUrl' = $plane.EndpointUrl; '*-Ddb*:Region' = 'us-east-1' }

    function Get-Template { (Invoke-ControlPlane $plane GetTemplate @{ StackName = 'my-app' }).GetTemplateResponse.GetTemplateResult.TemplateBody }

    function Get-ChangeSet {
        # XML calls an empty list an empty text.
        $list = (Invoke-ControlPlane $plane ListChangeSets @{ StackName = 'my-app' }).GetElementsByTagName('ChangeSetName')
        @($list | ForEach-Object InnerText)
    }

    function Get-Failure([scriptblock] $Action) {
        try { $null = & $Action } catch { return $_ }
        throw 'The command was expected to fail, and did not.'
    }
}

AfterAll {
    if (Test-Path variable:plane) { Stop-LocalEngine $plane }
    Stop-LocalEngine $engine
}

Describe 'A stack' {
    BeforeAll { $original = Get-Template }

    It 'is shown as it is before' {
        $stack = Get-DdbNamespaceStack my-app
        $stack.TableName | Should -Be 'my-app'
        $stack.Status | Should -Be 'CREATE_COMPLETE'
        $stack.IsUpgraded | Should -BeFalse
        $stack.NamespaceAcquirePolicyArn | Should -BeNullOrEmpty
        $stack.Indexes.Name | Should -Be 'GSI1', 'GSI2', 'GSI3'
        $text = $stack | Out-String
        $text | Should -Match 'Table\s+: my-app ACTIVE'
        $text | Should -Match 'Indexes\s+: GSI1 ACTIVE, GSI2 ACTIVE, GSI3 ACTIVE'
        $text | Should -Not -Match 'StatusReason'
    }

    It 'names <Id> for <Case>' -ForEach @(
        @{ Case = 'a stack that is not there'; Id = 'StackNotFound'; Category = 'ObjectNotFound'; Target = 'nowhere'; Action = { Update-DdbNamespaceStack nowhere -Confirm:$false -ErrorAction Stop } }
        @{ Case = 'showing one that is not there'; Id = 'StackNotFound'; Category = 'ObjectNotFound'; Target = 'nowhere'; Action = { Get-DdbNamespaceStack nowhere -ErrorAction Stop } }
        @{ Case = 'a table of another stack'; Id = 'TableNotInStack'; Category = 'ObjectNotFound'; Target = 'other'; Action = { Update-DdbNamespaceStack my-app -TableName other -ErrorAction Stop } }
        @{ Case = 'a parameter that is not declared'; Id = 'TemplateParameterInvalid'; Category = 'InvalidArgument'; Target = 'my-app'; Action = { Update-DdbNamespaceStack my-app -ParameterValue @{ Nothing = 1 } -ErrorAction Stop } }
        @{ Case = 'a template that is not there'; Id = 'TemplateNotReadable'; Category = 'ObjectNotFound'; Target = '/none.yaml'; Action = { Update-DdbNamespaceStack my-app -TemplatePath /none.yaml -ErrorAction Stop } }
    ) {
        $failure = Get-Failure $Action
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.CategoryInfo.Category | Should -Be $Category
        $failure.TargetObject | Should -Be $Target
        $failure.Exception.Message | Should -Match 'othing was changed'
    }

    It 'stays as it is with -WhatIf, which shows the change set as objects' {
        $changes = Update-DdbNamespaceStack my-app -WhatIf
        $changes.ChangeSetName | Select-Object -Unique | Should -BeLike 'dynamonamespace-*'
        $changes.Where({ $_.Action -eq 'Add' }).LogicalResourceId | Should -Be 'NamespaceAcquirePolicy', 'NamespaceFullAccessPolicy', 'NamespaceReadOnlyPolicy'
        $table = $changes.Where({ $_.LogicalResourceId -eq 'RateLimitsTable' })
        $table.Action | Should -Be 'Modify'
        $table.Replacement | Should -Be 'False'
        $table.Properties | Should -Be 'AttributeDefinitions', 'GlobalSecondaryIndexes'
        $changes | Out-String -Width 200 | Should -Match 'Modify\s+RateLimitsTable\s+False\s+AttributeDefinitions, GlobalSecondaryIndexes'
        Get-Template | Should -BeExactly $original
        Get-ChangeSet | Should -BeNullOrEmpty
        (Get-DdbNamespaceStack my-app).Status | Should -Be 'CREATE_COMPLETE'
    }

    It 'stays as it is where nobody can be asked' {
        { Update-DdbNamespaceStack my-app -Confirm -ErrorAction Stop } | Should -Throw
        Get-Template | Should -BeExactly $original
        Get-ChangeSet | Should -BeNullOrEmpty
    }

    It 'goes on with the next input after one that fails' {
        $shown = 'nowhere', 'my-app' | ForEach-Object { [pscustomobject]@{ StackName = $_ } } | Get-DdbNamespaceStack -ErrorAction SilentlyContinue -ErrorVariable failed
        $shown.StackName | Should -Be 'my-app'
        $failed.TargetObject | Should -Be 'nowhere'
    }

    It 'ends at Ctrl+C, leaving no change set, and goes on when run again' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($module, $url) Import-Module $module; Update-DdbNamespaceStack my-app -Confirm:$false -EndpointUrl $url -Region us-east-1').
                AddArgument($module).AddArgument($plane.EndpointUrl)
            $running = $shell.BeginInvoke()
            Wait-Until 'there is a change set' {
                if ($running.IsCompleted) { throw "The update ended by itself: $($shell.Streams.Error)" }
                Get-ChangeSet
            }
            $stopping = $shell.BeginStop($null, $null)
            Wait-Until 'the update stops' { $stopping.IsCompleted }
            $shell.EndStop($stopping)
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        finally { $shell.Dispose() }
        Get-Template | Should -BeExactly $original
        Get-ChangeSet | Should -BeNullOrEmpty
    }

    It 'gets index, policies and namespace, and feeds the next cmdlet' {
        $script:verbose = @()
        $namespaces = Get-DdbNamespaceStack my-app | Update-DdbNamespaceStack -PassThru -Confirm:$false -Verbose -InformationVariable told -OutVariable upgraded 4>&1 |
            ForEach-Object { if ($_ -is [System.Management.Automation.VerboseRecord]) { $script:verbose += @($_.Message) } else { $_ } } | Get-DdbNamespace
        $stack = @($upgraded).Where({ $_ -isnot [System.Management.Automation.VerboseRecord] })
        $stack.Count | Should -Be 1
        $stack[0].IsUpgraded | Should -BeTrue
        $stack[0].TableName | Should -Be 'my-app'
        $stack[0].NamespaceReadOnlyPolicyArn | Should -Be 'arn:aws:iam::123456789012:policy/my-app-ns-read'
        $namespaces.Name | Should -Be 'default'
        $namespaces.TableName | Should -Be 'my-app'
        $told.Where({ $_.Tags -contains 'DdbStackChange' }).MessageData.LogicalResourceId | Should -Contain 'RateLimitsTable'
        $script:verbose | Should -Contain "To be added to stack 'my-app': Resources: NamespaceAcquirePolicy."
        $script:verbose -match 'RateLimitsTable \(AWS::DynamoDB::Table\) UPDATE_COMPLETE' | Should -Not -BeNullOrEmpty
        $added = Compare-Object ($original -split "`n") ((Get-Template) -split "`n")
        $added.SideIndicator | Sort-Object -Unique | Should -Be '=>'
    }

    It 'has it all the second time, and writes nothing without -PassThru' {
        Update-DdbNamespaceStack my-app | Should -BeNullOrEmpty
        $stack = Get-DdbNamespaceStack my-app
        $stack.Status | Should -Be 'UPDATE_COMPLETE'
        $stack | Out-String | Should -Match 'IsUpgraded\s+: True'
        @(Get-ChangeSet).Count | Should -BeLessOrEqual 1
    }
}

Describe 'ddbns stack' {
    It 'shows and updates a stack' {
        $worker = { param([string[]] $Arguments) dotnet $script:Worker stack @Arguments --endpoint-url $plane.EndpointUrl --region us-east-1 --output json }
        $shown = & $worker show, my-app | ConvertFrom-Json
        $LASTEXITCODE | Should -Be 0
        $shown.isUpgraded | Should -BeTrue
        $updated = & $worker update, my-app, --namespace, tenant-1 | ConvertFrom-Json
        $LASTEXITCODE | Should -Be 0
        @($updated.changes).Count | Should -Be 0
        $updated.stack.tableName | Should -Be 'my-app'
        (Get-DdbNamespace my-app).Name | Sort-Object | Should -Be 'default', 'tenant-1'
        $said = & $worker show, nowhere 2>&1
        $LASTEXITCODE | Should -Be 1
        "$said" | Should -Match "There is no stack 'nowhere' in us-east-1"
    }
}
