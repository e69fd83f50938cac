using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hanzo.Network.Adapters.Throughput;

/// <summary>Reads a block of memory of its own from begin to end, again and again, piece by piece.</summary>
internal sealed unsafe class ReadingWork : IWork
{
    private const int PieceBytes = 2 * 1024 * 1024;

    private readonly int _pieces;
    private void* _block;
    private int _next;
    private ulong _result;

    /// <param name="bytes">Far more than the caches hold; rounded down to whole pieces, at least one.</param>
    public ReadingWork(long bytes)
    {
        _pieces = (int)Math.Max(1, bytes / PieceBytes);
        _block = NativeMemory.AlignedAlloc((nuint)_pieces * PieceBytes, 64);
        // Untouched pages would all be the one page of zeros.
        for (var piece = 0; piece < _pieces; piece++) Piece(piece).Fill(new Vector<ulong>(1));
    }

    public double DoPiece()
    {
        _result += Sum(Piece(_next));
        _next = (_next + 1) % _pieces;
        return PieceBytes;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_block);
        _block = null;
        if (_result == 0) throw new InvalidOperationException("the benchmark has read nothing.");
    }

    private Span<Vector<ulong>> Piece(int piece) =>
        new((byte*)_block + ((long)piece * PieceBytes), PieceBytes / sizeof(Vector<ulong>));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Sum(ReadOnlySpan<Vector<ulong>> piece)
    {
        var (a, b, c, d) = (Vector<ulong>.Zero, Vector<ulong>.Zero, Vector<ulong>.Zero, Vector<ulong>.Zero);
        for (var at = 0; at + 3 < piece.Length; at += 4)
        {
            a += piece[at];
            b += piece[at + 1];
            c += piece[at + 2];
            d += piece[at + 3];
        }

        return Vector.Sum(a + b + c + d);
    }
}
