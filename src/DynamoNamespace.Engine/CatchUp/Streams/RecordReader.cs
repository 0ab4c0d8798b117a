using System.Text.Json;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>
/// Reads the answers of GetRecords; their images stay bytes
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html).
/// </summary>
internal ref struct RecordReader
{
    private const string DynamoDb = "dynamodb.amazonaws.com";

    private readonly ItemBlock block;
    private Utf8JsonReader reader;

    private RecordReader(ItemBlock block)
    {
        this.block = block;
        reader = JsonText.Reader(block.Written.Span);
    }

    /// <summary>Reads an answer; the page takes the block over.</summary>
    public static RecordPage ReadPage(ItemBlock block) => new RecordReader(block).ReadPage();

    private RecordPage ReadPage()
    {
        List<StreamRecord> records = [];
        string? next = null;
        reader.Read();
        while (NextMember())
        {
            if (reader.ValueTextEquals("Records"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                    records.Add(ReadRecord());
            }
            else if (reader.ValueTextEquals("NextShardIterator"u8))
            {
                next = ReadText();
            }
            else
            {
                reader.Skip();
            }
        }

        return new RecordPage(block, records, next);
    }

    private StreamRecord ReadRecord()
    {
        string? name = null;
        Change? change = null;
        string? service = null;
        while (NextMember())
        {
            if (reader.ValueTextEquals("eventName"u8))
                name = ReadText();
            else if (reader.ValueTextEquals("dynamodb"u8))
                change = ReadChange();
            else if (reader.ValueTextEquals("userIdentity"u8))
                service = ReadService();
            else
                reader.Skip();
        }

        var made = name switch
        {
            "INSERT" => StreamEvent.Insert,
            "MODIFY" => StreamEvent.Modify,
            "REMOVE" => StreamEvent.Remove,
            _ => throw new JsonException($"A stream record tells of '{name}', which is no event."),
        };
        if (change is not { Keys: Item keys, SequenceNumber: string sequenceNumber, CreatedAt: DateTimeOffset createdAt })
            throw new JsonException("A stream record lacks its key, its sequence number or its time.");
        return new StreamRecord(made, sequenceNumber, createdAt, keys, change.Value.OldImage, change.Value.NewImage, service == DynamoDb && made == StreamEvent.Remove, service);
    }

    private Change ReadChange()
    {
        var change = default(Change);
        reader.Read();
        while (NextMember())
        {
            if (reader.ValueTextEquals("Keys"u8))
                change.Keys = ReadItem();
            else if (reader.ValueTextEquals("OldImage"u8))
                change.OldImage = ReadItem();
            else if (reader.ValueTextEquals("NewImage"u8))
                change.NewImage = ReadItem();
            else if (reader.ValueTextEquals("SequenceNumber"u8))
                change.SequenceNumber = ReadText();
            else if (reader.ValueTextEquals("ApproximateCreationDateTime"u8))
                change.CreatedAt = ReadTime();
            else
                reader.Skip();
        }

        return change;
    }

    /// <summary>The AWS service that made the change. DynamoDB itself does so only where a time to live has passed
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html). Spellings of the members differ between sources.</summary>
    private string? ReadService()
    {
        string? type = null;
        string? principal = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (NextMember())
        {
            if (reader.ValueTextEquals("type"u8) || reader.ValueTextEquals("Type"u8))
                type = ReadText();
            else if (reader.ValueTextEquals("principalId"u8) || reader.ValueTextEquals("PrincipalId"u8))
                principal = ReadText();
            else
                reader.Skip();
        }

        return type == "Service" ? principal : null;
    }

    private bool NextMember() => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private Item? ReadItem()
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : ItemReader.Index(ref reader, block, 0);
    }

    private string? ReadText()
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Null
            ? reader.GetString()
            : throw new JsonException("A stream record has something else where a text belongs.");
    }

    /// <summary>Seconds since 1970, with or without a fraction.</summary>
    private DateTimeOffset ReadTime()
    {
        reader.Read();
        return DateTimeOffset.UnixEpoch.AddSeconds(reader.TokenType == JsonTokenType.Number
            ? reader.GetDouble()
            : throw new JsonException("The time of a stream record is no number."));
    }

    private struct Change
    {
        public Item? Keys;
        public Item? OldImage;
        public Item? NewImage;
        public string? SequenceNumber;
        public DateTimeOffset? CreatedAt;
    }
}
