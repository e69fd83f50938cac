using System.Collections.Immutable;
using System.Text;
using Akka.Embedded.Sharding.Protocol;

namespace Akka.Embedded.Sharding.Regions;

/// <summary>Cuts what a region hosts into messages that fit any frame.</summary>
internal sealed class RegistrationParts
{
    /// <summary>Of the names in one part, a quarter of the default frame.</summary>
    public const int MaxBytes = 32 * 1024;

    private long _number;

    public IEnumerable<(ImmutableArray<string> Shards, RegistrationPart Place)> Next(ImmutableArray<string> hosted)
    {
        var number = ++_number;
        var parts = Cut(hosted);
        return parts.Select((shards, index) => (shards, new RegistrationPart(number, index, parts.Count)));
    }

    private static List<ImmutableArray<string>> Cut(ImmutableArray<string> hosted)
    {
        var parts = new List<ImmutableArray<string>>();
        var from = 0;
        var bytes = 0;
        for (var i = 0; i < hosted.Length; i++)
        {
            var size = Encoding.UTF8.GetByteCount(hosted[i]);
            if (bytes > 0 && bytes + size > MaxBytes)
            {
                parts.Add(hosted[from..i]);
                (from, bytes) = (i, 0);
            }

            bytes += size;
        }

        parts.Add(hosted[from..]);
        return parts;
    }
}
