using System.Text;

namespace DynamoNamespace.Tests.Support.Processes;

/// <summary>One output stream of a process, read to its end in the background.</summary>
internal sealed class ProcessOutput
{
    private readonly StringBuilder _text = new();

    public ProcessOutput(StreamReader reader) => Completion = ReadAsync(reader);

    public Task Completion { get; }

    public string Text
    {
        get
        {
            lock (_text)
                return _text.ToString();
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer.AsMemory())) > 0)
        {
            lock (_text)
                _text.Append(buffer, 0, read);
        }
    }
}
