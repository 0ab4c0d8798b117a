using System.CommandLine;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Worker.Commands;

/// <summary>The options that name the store of plans' state, for commands that only read it.</summary>
internal sealed class StatePlaceOptions
{
    private readonly Option<string?> checkpointPath = new("--checkpoint-path") { Description = "Read this folder instead of the state table." };
    private readonly Option<string?> stateTable = NewStateTable();

    public static Option<string?> NewStateTable() => new("--state-table")
    {
        Description = $"The table that holds the plan's state. Default: {StateStores.TableVariable}, or {StateStores.DefaultTableName}.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(checkpointPath);
        command.Options.Add(stateTable);
    }

    public StatePlace Read(CommonOptions common, ParseResult line) => new(common.ReadConnection(line), line.GetValue(stateTable), line.GetValue(checkpointPath));
}
