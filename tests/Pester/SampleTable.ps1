# Dot-sourced by LocalEngine.ps1: tables to begin with.

# What a first sample of a size came to, for the next ones: each takes a process less.
$script:Samples = @{}

# A table of a limiter with so many items, as the worker makes it.
function New-SampleTable($Engine, [string] $TableName, [int] $Items = 200, [switch] $WithStream) {
    $kind = "$Items, stream: $WithStream"
    if ($script:Samples.ContainsKey($kind)) { return Copy-Sample $Engine $TableName $script:Samples[$kind] }
    $more = @(if ($WithStream) { '--with-stream' })
    $said = dotnet $script:Worker sample --table-name $TableName --items $Items --with-gsi4 @more --endpoint-url $Engine.EndpointUrl 2>&1
    if ($LASTEXITCODE -ne 0) { throw "The table '$TableName' could not be made: $said" }
    $script:Samples[$kind] = Read-Sample $Engine $TableName
}

# The request that makes the table, and its items byte by byte.
function Read-Sample($Engine, [string] $TableName) {
    $table = (Invoke-LocalEngine $Engine DescribeTable @{ TableName = $TableName }).Table
    $request = @{
        BillingMode            = 'PAY_PER_REQUEST'
        KeySchema              = @($table.KeySchema)
        AttributeDefinitions   = @($table.AttributeDefinitions)
        GlobalSecondaryIndexes = @($table.GlobalSecondaryIndexes | Select-Object IndexName, KeySchema, Projection)
    }
    $stream = $table.PSObject.Properties['StreamSpecification']
    if ($stream) { $request.StreamSpecification = $stream.Value }
    $items = [System.Collections.Generic.List[string]]::new()
    $body = "{""TableName"":""$TableName"""
    $next = '}'
    do {
        $page = [System.Text.Json.JsonDocument]::Parse((Send-LocalEngine $Engine Scan ($body + $next)))
        foreach ($item in $page.RootElement.GetProperty('Items').EnumerateArray()) { $items.Add($item.GetRawText()) }
        $last = [System.Text.Json.JsonElement]::new()
        $next = $page.RootElement.TryGetProperty('LastEvaluatedKey', [ref] $last) ? ",""ExclusiveStartKey"":$($last.GetRawText())}" : $null
        $page.Dispose()
    } while ($next)
    @{ Request = $request; Items = $items }
}

function Copy-Sample($Engine, [string] $TableName, $Sample) {
    $null = Invoke-LocalEngine $Engine CreateTable ($Sample.Request + @{ TableName = $TableName })
    for ($from = 0; $from -lt $Sample.Items.Count; $from += 25) {
        $some = $Sample.Items.GetRange($from, [math]::Min(25, $Sample.Items.Count - $from))
        $puts = foreach ($item in $some) { "{""PutRequest"":{""Item"":$item}}" }
        $answer = Send-LocalEngine $Engine BatchWriteItem "{""RequestItems"":{""$TableName"":[$($puts -join ',')]}}"
        if ($answer -notmatch '"UnprocessedItems":\{\}') { throw "Items of the table '$TableName' could not be put: $answer" }
    }
}

# A table with the key PK, SK and nothing in it.
function New-EmptyTable($Engine, [string] $TableName) {
    $null = Invoke-LocalEngine $Engine CreateTable @{
        TableName            = $TableName
        BillingMode          = 'PAY_PER_REQUEST'
        KeySchema            = @(@{ AttributeName = 'PK'; KeyType = 'HASH' }, @{ AttributeName = 'SK'; KeyType = 'RANGE' })
        AttributeDefinitions = @(@{ AttributeName = 'PK'; AttributeType = 'S' }, @{ AttributeName = 'SK'; AttributeType = 'S' })
    }
}
