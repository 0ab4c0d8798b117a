BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
    $fixtures = Join-Path $PSScriptRoot '../Fixtures'

    function Get-Failure([scriptblock] $Code) {
        try { & $Code } catch { return $_ }
        throw 'It did not fail.'
    }
}

Describe 'ConvertTo-DdbNamespaceTemplate' {
    BeforeEach {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        $source = Join-Path $folder 'stack.yaml'
        $output = Join-Path $folder 'converted.yaml'
        Copy-Item (Join-Path $fixtures 'zae-limiter-0.9.stack.yaml') $source
        $original = Get-Content $source -Raw
    }

    It 'writes the template as one string, which differs by added lines only' {
        $text = ConvertTo-DdbNamespaceTemplate $source
        $text | Should -BeOfType string
        @($text).Count | Should -Be 1
        $difference = Compare-Object ($original -split "`n") ($text -split "`n")
        $difference.SideIndicator | Sort-Object -Unique | Should -Be '=>'
        $difference.InputObject | Should -Contain '        - IndexName: GSI4'
        Get-Content $source -Raw | Should -BeExactly $original
        ConvertTo-DdbNamespaceTemplate -Template $text | Should -BeExactly $text
    }

    It 'writes a file and tells what it added' {
        $result = ConvertTo-DdbNamespaceTemplate $source -OutputPath $output
        $result.PSTypeNames | Should -Contain 'DynamoNamespace.Engine.Stacks.Templates.DdbTemplateConversion'
        $result.Path | Should -Be $source
        $result.OutputPath | Should -Be $output
        $result.TableLogicalId | Should -Be 'RateLimitsTable'
        $result.IsChanged | Should -BeTrue
        $result.Additions.Count | Should -Be 9
        $result.Additions | Should -Contain 'Outputs: NamespaceAcquirePolicyArn'
        Get-Content $output -Raw | Should -BeExactly (ConvertTo-DdbNamespaceTemplate $source)
        $result | Out-String | Should -Match 'Resources: NamespaceAcquirePolicy'
    }

    It 'succeeds with a template that has everything, and changes nothing' {
        $null = ConvertTo-DdbNamespaceTemplate $source -OutputPath $output
        $again = ConvertTo-DdbNamespaceTemplate $output -OutputPath $output -Force
        $again.IsChanged | Should -BeFalse
        $again.Additions | Should -BeNullOrEmpty
    }

    It 'resolves relative paths by the current location' {
        Push-Location $folder
        try { $null = ConvertTo-DdbNamespaceTemplate ./stack.yaml -OutputPath converted.yaml }
        finally { Pop-Location }
        Test-Path $output | Should -BeTrue
    }

    It 'writes nothing with -WhatIf' {
        ConvertTo-DdbNamespaceTemplate $source -OutputPath $output -WhatIf | Should -BeNullOrEmpty
        Test-Path $output | Should -BeFalse
    }

    It 'replaces a file only with -Force' {
        foreach ($path in $source, $output) {
            if ($path -eq $output) { Set-Content $output 'precious' }
            $before = Get-Content $path -Raw
            $failure = Get-Failure { ConvertTo-DdbNamespaceTemplate $source -OutputPath $path -ErrorAction Stop }
            $failure.FullyQualifiedErrorId | Should -BeLike 'TemplateOutputExists,*'
            $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
            $failure.TargetObject | Should -Be $path
            Get-Content $path -Raw | Should -BeExactly $before
        }
        (ConvertTo-DdbNamespaceTemplate $source -OutputPath $source -Force).IsChanged | Should -BeTrue
        Get-Content $source -Raw | Should -Match 'NamespaceReadOnlyPolicyArn'
    }

    It 'takes files and texts from the pipeline, and one bad file fails alone' {
        Set-Content (Join-Path $folder 'broken.yaml') 'Resources: ['
        $failures = $null
        $texts = Get-ChildItem $folder | ConvertTo-DdbNamespaceTemplate -ErrorVariable failures -ErrorAction SilentlyContinue
        @($texts).Count | Should -Be 1
        @($failures).Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'TemplateUnreadable,*'
        Get-Content $source -Raw | ConvertTo-DdbNamespaceTemplate | Should -BeExactly $texts
    }

    It 'finds the table by its name, as the stack and its parameters make it' {
        $json = Get-Content (Join-Path $fixtures 'zae-limiter-0.9.stack.json') -Raw
        $failure = Get-Failure { ConvertTo-DdbNamespaceTemplate -Template $json -TableName my-app -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TemplateTableNotFound,*'
        "$failure" | Should -Match "Store \(named 'limits-table'\)"
        $template = ConvertTo-DdbNamespaceTemplate -Template $json -TableName my-table -ParameterValue @{ Prefix = 'my' } | ConvertFrom-Json
        $template.Resources.Store.Properties.GlobalSecondaryIndexes.IndexName | Should -Be 'GSI1', 'GSI4'
        $template.Resources.NamespaceAcquirePolicy.Properties.PolicyDocument.Statement[0].Condition.'ForAllValues:StringLike'.'dynamodb:LeadingKeys' |
            Should -Be '${aws:PrincipalTag/zael_namespace_id}/*'
        { ConvertTo-DdbNamespaceTemplate $source -TableName my-app -StackName my-app -ErrorAction Stop } | Should -Not -Throw
        { ConvertTo-DdbNamespaceTemplate $source -TableLogicalId RateLimitsTable -ErrorAction Stop } | Should -Not -Throw
    }

    It 'says that there is no such file' {
        $failure = Get-Failure { ConvertTo-DdbNamespaceTemplate (Join-Path $folder 'none.yaml') -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TemplateNotFound,*'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }
}
