# needs: ai_edge_litert
# A network with batch norms and shortcuts, on coloured pictures of a folder.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../figures.sh"

# Three classes of 40 pictures of 32×32: noise around red, green and blue.
for class in 0 1 2; do
    mkdir -p "set/class$class"
    for i in $(seq 40); do
        {
            printf 'P6 32 32 255\n'
            LC_ALL=C awk -v c="$class" -v seed="$((class * 100 + i))" 'BEGIN {
                srand(seed)
                for (p = 0; p < 1024; ++p) for (k = 0; k < 3; ++k) printf "%c", 33 + int(rand() * (k == c ? 90 : 45))
            }'
        } >"set/class$class/$i.ppm"
    done
done

json new resnet20 p.netwright >/dev/null
json train p.netwright --data images:set --epochs 2 --batch 20 --set rate=0.01 --run-dir run >/dev/null
json quantize run -o run-int8 --samples 50 >/dev/null
json export run -o model.tflite --verify "images:set?split=train" --samples 100 >line || true
check "resnet20 in LiteRT: verdict" "$(field verdict <line)" == same
check "resnet20 in LiteRT: largest difference" "$(field max_abs_difference <line)" "<=" 1e-4
json export run-int8 -o int8.tflite --verify "images:set?split=train" --samples 100 --runtime litert-ref >line || true
check "resnet20 int8 in LiteRT's reference kernels: verdict" "$(field verdict <line)" == same
check "resnet20 int8 in LiteRT's reference kernels: difference" "$(field max_abs_difference <line)" "<=" 0

# Pictures that the network makes smaller itself: the integers of resizing are TensorFlow Lite's.
json new first-network sized.netwright >/dev/null
json check sized.netwright --data images:set --fix all >/dev/null || true  # three channels, resized to 28×28, 3 classes
json train sized.netwright --data images:set --epochs 2 --batch 20 --run-dir sized >/dev/null
json quantize sized -o sized-int8 --samples 50 >line
check "resized pictures: layers in int8" "$(field int8_layers <line)" == 4
json export sized-int8 -o sized.tflite --verify "images:set?split=train" --samples 100 --runtime litert-ref >line || true
check "resized pictures int8 in LiteRT's reference kernels: verdict" "$(field verdict <line)" == same
check "resized pictures int8 in LiteRT's reference kernels: difference" "$(field max_abs_difference <line)" "<=" 0
json export sized-int8 -o sized.tflite --verify "images:set?split=train" --samples 100 >line || true
check "resized pictures int8 in LiteRT: same best class" "$(field top1_agreement <line)" ">=" 0.95
finish
