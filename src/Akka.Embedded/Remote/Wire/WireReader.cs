using System.Buffers.Binary;
using System.Text;

namespace Akka.Embedded.Wire;

/// <summary>
/// The counterpart of <see cref="WireWriter"/>. Whatever does not parse is an <see cref="InvalidDataException"/> that names the field.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte ReadByte(string field) => Take(1, field)[0];

    public int ReadInt32(string field) => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int), field));

    public long ReadInt64(string field) => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long), field));

    public ulong ReadVarInt(string field)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte(field);
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException($"{field}: a number of more than 64 bits.");
    }

    /// <summary>A count or length from 0 to <paramref name="max"/>.</summary>
    public int ReadCount(string field, int max)
    {
        var count = ReadVarInt(field);
        return count <= (ulong)max ? (int)count : throw new InvalidDataException($"{field} is {count}; allowed: 0 to {max}.");
    }

    public string ReadString(string field, int maxBytes) => Encoding.UTF8.GetString(ReadBytes(field, maxBytes));

    public ReadOnlySpan<byte> ReadBytes(string field, int maxBytes) => Take(ReadCount(field, maxBytes), field);

    /// <summary>Bytes whose number is known.</summary>
    public ReadOnlySpan<byte> ReadRaw(string field, int count) => Take(count, field);

    private ReadOnlySpan<byte> Take(int count, string field)
    {
        if (count > _rest.Length)
        {
            throw new InvalidDataException($"{field}: {count} bytes expected, {_rest.Length} left.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
