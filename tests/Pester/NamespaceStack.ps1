# Dot-sourced by the tests of a stack's whole way: a stack to begin with, and what it comes to.

$items = 60
$names = 'AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'DDBNS_STATE_HOME'
$environment = @{}
foreach ($name in $names) { $environment[$name] = [Environment]::GetEnvironmentVariable($name) }

function Reset-Environment { foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, $environment[$name]) } }

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
