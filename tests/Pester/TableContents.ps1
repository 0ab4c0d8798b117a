# Dot-sourced by tests that look at a table's items behind the module's back.

# Every item as a line of JSON with its members sorted, so that tables can be compared; the registry's records are left out.
function Get-TableContents($Engine, [string] $TableName) {
    $lines = [System.Collections.Generic.List[string]]::new()
    $body = @{ TableName = $TableName }
    do {
        $page = Invoke-LocalEngineText $Engine Scan $body | ConvertFrom-Json -AsHashtable -Depth 100
        foreach ($item in $page.Items) {
            if ($item.PK.S -eq '_/SYSTEM#' -and $item.SK.S -match '^#(NAMESPACE|NSID)#') { continue }
            $lines.Add((ConvertTo-SortedJson $item))
        }
        $last = $page['LastEvaluatedKey']
        if ($last) { $body.ExclusiveStartKey = $last }
    } while ($last)
    $lines.Sort([System.StringComparer]::Ordinal)
    , $lines.ToArray()
}

function ConvertTo-SortedJson($Value) {
    if ($Value -is [System.Collections.IDictionary]) {
        $names = [string[]] @($Value.Keys)
        [array]::Sort($names, [System.StringComparer]::Ordinal)
        return '{' + (@(foreach ($name in $names) { (ConvertTo-Json $name) + ':' + (ConvertTo-SortedJson $Value[$name]) }) -join ',') + '}'
    }
    if ($Value -is [System.Collections.IList]) { return '[' + (@(foreach ($each in $Value) { ConvertTo-SortedJson $each }) -join ',') + ']' }
    ConvertTo-Json $Value -Compress
}

function Get-TableItem($Engine, [string] $TableName, [string] $PK, [string] $SK) {
    $answer = Invoke-LocalEngineText $Engine GetItem @{ TableName = $TableName; ConsistentRead = $true; Key = @{ PK = @{ S = $PK }; SK = @{ S = $SK } } }
    ($answer | ConvertFrom-Json -AsHashtable -Depth 100)['Item']
}

# What a client of the application does: a number goes up, or an item is made.
function Add-ToItem($Engine, [string] $TableName, [string] $PK, [string] $SK, [int] $By = 1) {
    $null = Invoke-LocalEngine $Engine UpdateItem @{
        TableName = $TableName; Key = @{ PK = @{ S = $PK }; SK = @{ S = $SK } }
        UpdateExpression = 'ADD tk :by'; ExpressionAttributeValues = @{ ':by' = @{ N = "$By" } }
    }
}

# An item as a client of version 0.10 makes it.
function Add-NamespaceItem($Engine, [string] $TableName, [string] $NamespaceId, [string] $PK, [string] $SK, [int] $Number) {
    $null = Invoke-LocalEngine $Engine PutItem @{
        TableName = $TableName
        Item = @{ PK = @{ S = "$NamespaceId/$PK" }; SK = @{ S = $SK }; GSI4PK = @{ S = $NamespaceId }; GSI4SK = @{ S = "$NamespaceId/$PK" }; tk = @{ N = "$Number" } }
    }
}

function Remove-TableItem($Engine, [string] $TableName, [string] $PK, [string] $SK) {
    $null = Invoke-LocalEngine $Engine DeleteItem @{ TableName = $TableName; Key = @{ PK = @{ S = $PK }; SK = @{ S = $SK } } }
}
