# What an installed module says about itself: links, named paths and the pages that Get-Help -Online opens.
BeforeDiscovery {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
    $cmdlets = (Get-Command -Module DynamoNamespace).Name
}

BeforeAll {
    . $PSScriptRoot/LocalEngine.ps1
    Import-StagedModule
    $module = (Get-Module DynamoNamespace).ModuleBase
    $projectUri = (Get-Module DynamoNamespace).ProjectUri.OriginalString
    $repository = Join-Path $PSScriptRoot '..' '..'

    # The anchors that a web page of this markdown has.
    function Get-Anchor([string] $Path) {
        foreach ($line in Get-Content -LiteralPath $Path) {
            if ($line -match '^#+ (.+)$') { ($Matches[1].ToLowerInvariant() -replace '[^\w\- ]').Replace(' ', '-') }
        }
    }
}

Describe 'The documents in the module' {
    It 'have links that lead to files and headings in the module' {
        $links = 0
        $broken = foreach ($page in Get-ChildItem $module -Recurse -Filter *.md) {
            $text = Get-Content $page -Raw
            foreach ($link in [regex]::Matches($text, '\]\((?!https://)([^)#\s]*)(?:#([^)\s]+))?\)')) {
                $links++
                $target = $link.Groups[1].Value ? (Join-Path $page.DirectoryName $link.Groups[1].Value) : $page.FullName
                $anchor = $link.Groups[2].Value
                $isThere = Test-Path -LiteralPath $target -PathType Leaf
                if (-not $isThere -or ($anchor -and $anchor -notin (Get-Anchor $target))) {
                    "$($page.Name): $($link.Value)"
                }
            }
        }
        $broken | Should -BeNullOrEmpty
        $links | Should -BeGreaterThan 100
    }

    It 'name paths that the module holds' {
        $named = @{}
        foreach ($file in Get-ChildItem $module -Recurse -Include *.md, *.ps1, *.txt, *-Help.xml) {
            $text = Get-Content $file -Raw
            $paths = [regex]::Matches($text, '(?<![\w/.])(?:\./)?((?:docs|examples|mappings)/[\w./-]*\w)')
            foreach ($path in $paths) { $named[$path.Groups[1].Value] += @($file.Name) }
        }
        $missing = $named.Keys.Where({ -not (Test-Path (Join-Path $module $_)) })
        $missing.ForEach({ "$_ ($($named[$_] -join ', '))" }) | Should -BeNullOrEmpty
        $named.Keys | Should -Contain 'docs/operations/namespace-migration.md'
        $named.Keys | Should -Contain 'examples/namespace-runbook.ps1'
    }

    It 'link to the project at the address of the manifest' {
        $projectUri | Should -Match '^https://'
        $folders = $module, (Join-Path $repository '.github')
        $elsewhere = Get-ChildItem $folders -Recurse -File -Include *.md, *.psd1, *.yml, *.txt, *-Help.xml |
            Select-String 'https://[^\s)''"<]*dynamonamespace[^\s)''"<]*' -AllMatches |
            ForEach-Object { $_.Matches.Value } |
            Where-Object { $_ -ne $projectUri -and -not $_.StartsWith("$projectUri/") }
        $elsewhere | Should -BeNullOrEmpty
    }
}

Describe 'Get-Help -Online of <_>' -ForEach $cmdlets {
    BeforeAll {
        $hooks = [System.Management.Automation.Internal.InternalTestHooks]
        # Get-Help writes the address instead of opening a browser.
        $hooks::SetTestHook('BypassOnlineHelpRetrieval', $true)
    }

    AfterAll { $hooks::SetTestHook('BypassOnlineHelpRetrieval', $false) }

    It 'opens its page in the project' {
        $page = "docs/cmdlets/$_.md"
        Join-Path $repository $page | Should -Exist
        (Get-Command $_).HelpUri | Should -Be "$projectUri/blob/main/$page"
        Get-Help $_ -Online | Should -BeLike "*$projectUri/blob/main/$page"
        (Get-Help $_).relatedLinks.navigationLink[0].uri | Should -Be "$projectUri/blob/main/$page"
    }
}
